package ru.xrouter.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path folder;

    @Test
    void showsTheLastLines() throws IOException {
        // Given
        var log = new LogFile(folder.resolve("a.log"));
        Files.writeString(log.path(), "one\ntwo\n\tat ru.xrouter.Frame.of(Frame.java:1)\nthree\n");
        // When
        var tail = log.tail(2);
        // Then
        assertThat(tail).containsExactly("two", "three");
    }

    @Test
    void cutsALogThatGrewTooLongUnderItsWriter() throws IOException {
        // Given
        var log = new LogFile(folder.resolve("a.log"), 10);
        try (var writer = Files.newBufferedWriter(log.path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write("what happened before\n");
            writer.flush();
            // When
            log.bound();
            writer.write("after\n");
        }
        // Then
        assertThat(log.path()).hasContent("after");
        assertThat(folder.resolve("a.log.1")).hasContent("what happened before");
    }

    @Test
    void leavesAShortLogAlone() throws IOException {
        // Given
        var log = new LogFile(folder.resolve("a.log"), 10);
        Files.writeString(log.path(), "short\n");
        // When
        log.bound();
        // Then
        assertThat(log.path()).hasContent("short");
    }
}
