package ru.xrouter.gigachat.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ru.xrouter.provider.Authorization;

/**
 * The images that lie at GigaChat, by whose they are and what they hold. No account is ever given a file that came with
 * another's request, although the content be the same. What is forgotten is handed over to be deleted.
 */
final class UploadedFiles {
    private final Cache<String, UploadedFile> files;

    /** @param authorization of whoever uploaded it */
    record UploadedFile(String id, Authorization authorization) {}

    UploadedFiles(int most, Duration lifetime, Consumer<UploadedFile> forgotten) {
        this.files = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(lifetime)
                .scheduler(Scheduler.systemScheduler())
                .<String, UploadedFile>removalListener((_, file, _) -> {
                    if (file != null) {
                        forgotten.accept(file);
                    }
                })
                .build();
    }

    /**
     * The key of a content.
     *
     * @param owner the account, and the credential that it calls with; null when it is not known, so that nobody is ever
     *     given the file again
     */
    static String key(@Nullable String owner, byte[] content) {
        if (owner == null) {
            return UUID.randomUUID().toString();
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(owner.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    @Nullable
    String id(String key) {
        var file = files.getIfPresent(key);
        return file == null ? null : file.id();
    }

    void add(String key, UploadedFile file) {
        if (files.asMap().putIfAbsent(key, file) != null) {
            // Uploaded twice at the same time: the second one is used once and deleted in its time.
            files.put(UUID.randomUUID().toString(), file);
        }
    }

    /** GigaChat does not have a file of this request any more. */
    void forgetThoseIn(String request) {
        files.asMap().values().removeIf(file -> request.contains(file.id()));
    }
}
