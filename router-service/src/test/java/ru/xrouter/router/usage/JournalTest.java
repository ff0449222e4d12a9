package ru.xrouter.router.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long LARGE = 1 << 20;
    private static final long HALF_A_MINUTE = Duration.ofSeconds(30).toNanos();

    @TempDir
    Path folder;

    @Test
    void tellsTheNextProcessWhatRedisHadTaken() throws IOException {
        // Given
        try (var before = Journal.open(folder, LARGE)) {
            before.append(List.of("1", "2"), 0);
            before.append(List.of("3"), HALF_A_MINUTE);
        }
        Files.writeString(segments().getLast(), "{\"cut", StandardOpenOption.APPEND);
        // When
        try (var journal = Journal.open(folder, LARGE)) {
            journal.append(List.of("4"), 0);
            // Then
            assertThat(journal.inherited()).containsExactly("1", "2", "3");
            journal.forgetInherited();
        }
        try (var journal = Journal.open(folder, LARGE)) {
            assertThat(journal.inherited()).containsExactly("4");
        }
    }

    @Test
    void keepsAMinuteAndNotMuchMore() throws IOException {
        try (var journal = Journal.open(folder, LARGE)) {
            for (int i = 0; i < 10; i++) {
                journal.append(List.of("" + i), i * HALF_A_MINUTE);
            }
        }
        try (var journal = Journal.open(folder, LARGE)) {
            assertThat(journal.inherited()).containsExactly("6", "7", "8", "9");
        }
    }

    @Test
    void isNeverLargerThanAFewFiles() throws IOException {
        try (var journal = Journal.open(folder, 10)) {
            for (int i = 0; i < 100; i++) {
                journal.append(List.of("twelve bytes"), 0);
            }
        }
        assertThat(segments()).hasSize(4);
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
