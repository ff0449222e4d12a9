package ru.xrouter.local.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The log of one process: it keeps growing while the process runs, and is cut when it is too long. */
final class LogFile {
    private static final long LONGEST = 32L * 1024 * 1024;
    private static final int TAIL_BYTES = 64 * 1024;

    private final Path path;
    private final long longest;

    LogFile(Path path) {
        this(path, LONGEST);
    }

    LogFile(Path path, long longest) {
        this.path = path;
        this.longest = longest;
    }

    Path path() {
        return path;
    }

    /** Moves a log that grew too long to {@code .1}; its writer goes on, since it opened the file for appending. */
    void bound() throws IOException {
        if (Files.exists(path) && Files.size(path) > longest) {
            Files.copy(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    /** The last lines, as many as there are up to this count; the frames of stack traces are left out. */
    List<String> tail(int count) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            var from = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(from);
            var bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !isFrame(line))
                    .toList();
            return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
        }
    }

    private static boolean isFrame(String line) {
        return line.isBlank() || line.startsWith("\tat ") || line.startsWith("\t... ");
    }
}
