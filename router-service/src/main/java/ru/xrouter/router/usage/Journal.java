package ru.xrouter.router.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that Redis took lately, on disk, to be told again should Redis lose its data: by this process, or by the one
 * that follows when it was killed. Written without fsync, for a killed process loses nothing of what it wrote. Keeps a
 * minute at least, unless that is too much, and never more than a few files. Belongs to one thread.
 */
final class Journal implements AutoCloseable {
    private static final Duration SEGMENT_AGE = Duration.ofSeconds(30);
    private static final int SEGMENTS = 4;
    private static final String SUFFIX = ".jsonl";

    private final Path folder;
    private final long segmentBytes;
    private long sequence;
    private @Nullable FileChannel active;
    private long activeBytes;
    private long activeSince;

    private Journal(Path folder, long segmentBytes, long sequence) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.sequence = sequence;
    }

    /** Begins behind what the process before wrote. */
    static Journal open(Path folder, long segmentBytes) throws IOException {
        Files.createDirectories(folder);
        var inherited = segments(folder);
        return new Journal(folder, segmentBytes, inherited.isEmpty() ? 0 : sequence(inherited.getLast()));
    }

    /**
     * Gives away all that it has, file by file and oldest first, and forgets each file that was taken; ends at the first
     * that was not. A line that a death cut off is left out.
     */
    void handOver(Heir heir) throws IOException {
        close();
        for (var segment : segments(folder)) {
            if (!heir.takes(Spool.wholeLines(segment).toList())) {
                return;
            }
            Files.delete(segment);
        }
    }

    void append(List<String> events, long nowNanos) throws IOException {
        var buffer = ByteBuffer.wrap((String.join("\n", events) + "\n").getBytes(StandardCharsets.UTF_8));
        var file = writable(nowNanos);
        try {
            while (buffer.hasRemaining()) {
                activeBytes += file.write(buffer);
            }
        } catch (IOException e) {
            // The file may end within a line now: what follows must not be glued to it.
            close();
            throw e;
        }
    }

    private FileChannel writable(long nowNanos) throws IOException {
        var open = active;
        if (open != null && activeBytes < segmentBytes && nowNanos - activeSince < SEGMENT_AGE.toNanos()) {
            return open;
        }
        close();
        var fresh = FileChannel.open(
                folder.resolve("%016d%s".formatted(++sequence, SUFFIX)),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        active = fresh;
        activeBytes = 0;
        activeSince = nowNanos;
        var all = segments(folder);
        for (var old : all.subList(0, Math.max(0, all.size() - SEGMENTS))) {
            Files.delete(old);
        }
        return fresh;
    }

    private static List<Path> segments(Path folder) throws IOException {
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
    public void close() throws IOException {
        var open = active;
        if (open != null) {
            active = null;
            open.close();
        }
    }

    /** Who keeps the events from here on. */
    @FunctionalInterface
    interface Heir {
        /** Whether they are safe now. */
        boolean takes(List<String> events) throws IOException;
    }
}
