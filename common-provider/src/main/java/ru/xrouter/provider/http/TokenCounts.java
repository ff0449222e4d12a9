package ru.xrouter.provider.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ru.xrouter.provider.ProviderRequest;

/**
 * The provider's counts of the last minutes, found by a digest of what was counted. An account is given its own counts alone: how
 * soon an answer comes must not tell that somebody else had the same prompt.
 */
final class TokenCounts {
    private static final int MOST = 10_000;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Cache<String, Integer> counts =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    /** Null when it is not known whose call it is, so that the count is nobody's. */
    static @Nullable String key(AdapterCall call, ProviderRequest request) {
        var account = call.accountId();
        if (account == null) {
            return null;
        }
        var credential = call.credential();
        var digest = sha256();
        for (var part : new String[] {account, credential == null ? "" : credential.fingerprint(), request.path()}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(request.body()));
    }

    Optional<Integer> get(@Nullable String key) {
        return key == null ? Optional.empty() : Optional.ofNullable(counts.getIfPresent(key));
    }

    void put(@Nullable String key, int tokens) {
        if (key != null) {
            counts.put(key, tokens);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
