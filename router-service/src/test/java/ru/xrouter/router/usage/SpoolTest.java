package ru.xrouter.router.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final long LARGE = 1 << 30;

    @TempDir
    Path folder;

    private final List<String> sent = new ArrayList<>();

    @Test
    void sendsInOrderWhatAnEarlierProcessLeft() throws IOException {
        // Given
        try (var before = Spool.open(folder, LARGE)) {
            before.append(List.of("1", "2"));
            before.append(List.of("3"));
        }
        // When
        try (var spool = Spool.open(folder, LARGE)) {
            spool.append(List.of("4"));
            spool.drain(sent::addAll);
            // Then
            assertThat(sent).containsExactly("1", "2", "3", "4");
            assertThat(spool.bytes()).isZero();
        }
    }

    @Test
    void keepsEverythingUntilItIsTaken() throws IOException {
        try (var spool = Spool.open(folder, LARGE)) {
            // Given
            spool.append(IntStream.range(0, 250).mapToObj(Integer::toString).toList());
            spool.drain(batch -> sent.isEmpty() && sent.addAll(batch));
            assertThat(sent).hasSize(100);
            sent.clear();
            // When
            spool.append(List.of("250"));
            spool.drain(sent::addAll);
            // Then
            assertThat(sent).hasSize(251).startsWith("0", "1").endsWith("249", "250");
            assertThat(spool.bytes()).isZero();
        }
    }

    /** New events do not wait until a long spool is sent. */
    @Test
    void takesMoreWhileItIsSent() throws IOException {
        try (var spool = Spool.open(folder, LARGE)) {
            // Given
            spool.append(IntStream.range(0, 150).mapToObj(Integer::toString).toList());
            // When
            spool.drain(batch -> append(spool, "new " + batch.getFirst()) && sent.addAll(batch));
            // Then
            assertThat(sent).hasSize(150).doesNotContain("new 0");
            spool.drain(sent::addAll);
            assertThat(sent).hasSize(152).endsWith("new 0", "new 100");
            assertThat(spool.bytes()).isZero();
        }
    }

    private static boolean append(Spool spool, String event) {
        try {
            return spool.append(List.of(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void passesOverALineThatACrashCutOff() throws IOException {
        // Given
        try (var before = Spool.open(folder, LARGE)) {
            before.append(List.of("whole"));
        }
        try (var files = Files.list(folder)) {
            var file = files.filter(path -> path.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(file, "{\"cut", StandardOpenOption.APPEND);
        }
        // When
        try (var spool = Spool.open(folder, LARGE)) {
            spool.drain(sent::addAll);
            // Then
            assertThat(sent).containsExactly("whole");
            assertThat(spool.bytes()).isZero();
        }
    }

    @Test
    void takesNoMoreThanItMay() throws IOException {
        try (var spool = Spool.open(folder, 10)) {
            // Given
            assertThat(spool.append(List.of("12345678"))).isTrue();
            // When
            var taken = spool.append(List.of("9"));
            // Then
            assertThat(taken).isFalse();
            spool.drain(sent::addAll);
            assertThat(sent).containsExactly("12345678");
        }
    }

    @Test
    void sharesItsFolderWithNobody() throws IOException {
        try (var _ = Spool.open(folder, LARGE)) {
            assertThatThrownBy(() -> Spool.open(folder, LARGE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("xrouter.router.spool-dir");
        }
    }
}
