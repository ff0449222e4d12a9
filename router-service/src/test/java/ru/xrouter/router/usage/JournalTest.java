package ru.xrouter.router.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
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
            // Then
            assertThat(all(journal)).containsExactly("1", "2", "3");
            assertThat(all(journal)).isEmpty();
        }
    }

    @Test
    void tellsAgainWhatItWroteItself() throws IOException {
        try (var journal = Journal.open(folder, LARGE)) {
            journal.append(List.of("1"), 0);
            assertThat(all(journal)).containsExactly("1");
            journal.append(List.of("2"), 0);
            assertThat(all(journal)).containsExactly("2");
        }
    }

    @Test
    void keepsWhatNobodyTook() throws IOException {
        try (var journal = Journal.open(folder, LARGE)) {
            journal.append(List.of("1"), 0);
            journal.append(List.of("2"), HALF_A_MINUTE);
            // When
            journal.handOver(events -> events.equals(List.of("1")));
            // Then
            assertThat(all(journal)).containsExactly("2");
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
            assertThat(all(journal)).containsExactly("6", "7", "8", "9");
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

    private static List<String> all(Journal journal) throws IOException {
        var all = new ArrayList<String>();
        journal.handOver(all::addAll);
        return all;
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
