package ru.xrouter.simulator.gigachat;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.exchange.Identifiers;

/** Every account's files, each seen by its account alone; the oldest give way when there are too many. */
final class FileStore {
    private static final int MOST = 2000;
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final Map<String, Stored> files = new LinkedHashMap<>();
    private long bytes;

    /** @param clientId the {@code X-Client-ID} it came with, which whoever downloads it has to repeat */
    record Stored(FileInfo info, String account, @Nullable String clientId, Buffer content) {}

    synchronized void add(Stored file) {
        files.put(file.info().id(), file);
        bytes += file.info().bytes();
        var oldest = files.values().iterator();
        while (files.size() > MOST || (bytes > MOST_BYTES && files.size() > 1)) {
            bytes -= oldest.next().info().bytes();
            oldest.remove();
        }
    }

    /** Keeps what the model made for an account, and gives its id. */
    String made(MadeFile file, String account, @Nullable String clientId, long createdAt) {
        var content = file.content();
        var info = new FileInfo(
                Identifiers.uuid(), FileKind.IMAGE, file.filename(), content.length(), "general", createdAt);
        add(new Stored(info, account, clientId, content));
        return info.id();
    }

    synchronized List<FileInfo> of(String account) {
        return files.values().stream()
                .filter(file -> file.account().equals(account))
                .map(Stored::info)
                .toList();
    }

    synchronized @Nullable FileInfo info(String account, String id) {
        var file = files.get(id);
        return file != null && file.account().equals(account) ? file.info() : null;
    }

    synchronized @Nullable Buffer content(String account, String id, @Nullable String clientId) {
        var file = files.get(id);
        if (file == null || !file.account().equals(account)) {
            return null;
        }
        return file.clientId() == null || file.clientId().equals(clientId) ? file.content() : null;
    }

    synchronized boolean delete(String account, String id) {
        var file = info(account, id);
        if (file == null) {
            return false;
        }
        files.remove(id);
        bytes -= file.bytes();
        return true;
    }

    synchronized int size() {
        return files.size();
    }

    synchronized void clear() {
        files.clear();
        bytes = 0;
    }
}
