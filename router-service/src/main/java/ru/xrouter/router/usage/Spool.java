package ru.xrouter.router.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Usage events on disk, one JSON object a line, in files that are sent in order and deleted once all of a file is sent.
 * What was appended survives a crash; after one, or when a file was sent in part, events are sent again. Belongs to one
 * thread, and its folder to one process.
 */
final class Spool implements AutoCloseable {
    private static final long SEGMENT_BYTES = 1 << 20;
    private static final int BATCH = 100;
    private static final String SUFFIX = ".jsonl";

    private final Path folder;
    private final long maxBytes;
    private final FileChannel lock;
    private @Nullable FileChannel active;
    private long activeBytes;
    private long sequence;
    private final AtomicLong bytes = new AtomicLong();

    private Spool(Path folder, long maxBytes, FileChannel lock) throws IOException {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.lock = lock;
        var left = segments();
        for (var segment : left) {
            bytes.addAndGet(Files.size(segment));
        }
        sequence = left.isEmpty() ? 0 : sequence(left.getLast());
    }

    /** @throws IllegalStateException when the folder cannot be used, or another process uses it */
    static Spool open(Path folder, long maxBytes) {
        try {
            Files.createDirectories(folder);
            var lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw new IllegalStateException(
                        "xrouter.router.spool-dir: another process uses '%s'.".formatted(folder));
            }
            return new Spool(folder, maxBytes, lock);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "xrouter.router.spool-dir: '%s' cannot be used: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    /** Bytes waiting to be sent. */
    long bytes() {
        return bytes.get();
    }

    /** Whether the events are on disk for good; false, and nothing of them kept, when the spool would grow too large. */
    boolean append(List<String> events) throws IOException {
        var lines = (String.join("\n", events) + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes.get() + lines.length > maxBytes) {
            return false;
        }
        var file = writable();
        var before = activeBytes;
        try {
            var buffer = ByteBuffer.wrap(lines);
            while (buffer.hasRemaining()) {
                activeBytes += file.write(buffer);
            }
            file.force(false);
            bytes.addAndGet(activeBytes - before);
            return true;
        } catch (IOException e) {
            // The file may end within a line now: what follows must not be glued to it.
            bytes.addAndGet(activeBytes - before);
            closeActive();
            throw e;
        }
    }

    private FileChannel writable() throws IOException {
        var open = active;
        if (open != null && activeBytes < SEGMENT_BYTES) {
            return open;
        }
        closeActive();
        var fresh = FileChannel.open(
                folder.resolve("%016d%s".formatted(++sequence, SUFFIX)),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        active = fresh;
        syncFolder();
        return fresh;
    }

    /** A file is there after a loss of power only once its folder is written. */
    private void syncFolder() throws IOException {
        try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private void closeActive() throws IOException {
        var open = active;
        if (open != null) {
            active = null;
            activeBytes = 0;
            open.close();
        }
    }

    /** Sends what there is, oldest first, until all is sent or a batch is not taken. */
    void drain(Predicate<List<String>> send) throws IOException {
        if (bytes.get() == 0) {
            return;
        }
        closeActive();
        for (var segment : segments()) {
            if (!wholeLines(segment).gather(Gatherers.windowFixed(BATCH)).allMatch(send)) {
                return;
            }
            bytes.addAndGet(-Files.size(segment));
            Files.delete(segment);
        }
    }

    /** The whole lines of a file; a last line cut off by a crash was never acknowledged to anybody. */
    static Stream<String> wholeLines(Path segment) throws IOException {
        var text = Files.readString(segment, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines();
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static long sequence(Path segment) {
        var name = segment.getFileName().toString();
        return Long.parseLong(name, 0, name.length() - SUFFIX.length(), 10);
    }

    @Override
    public void close() {
        try {
            closeActive();
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
