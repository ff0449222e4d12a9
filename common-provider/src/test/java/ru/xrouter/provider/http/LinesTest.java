package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ru.xrouter.provider.MalformedAnswerException;

class LinesTest {
    private final Lines lines = new Lines();
    private final List<String> read = new ArrayList<>();

    @Test
    void givesTheSameLinesWhereverTheNetworkCuts() {
        // Given
        var stream = "data: раз\r\n\r\ndata: два\n\n\ndata: конец".getBytes(StandardCharsets.UTF_8);
        var expected = List.of("data: раз", "", "data: два", "", "", "data: конец");

        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                // When
                var cut = new Cut();
                cut.accept(stream, 0, first);
                cut.accept(stream, first, second);
                cut.accept(stream, second, stream.length);

                // Then
                assertThat(cut.end()).as("cut at %d and %d", first, second).isEqualTo(expected);
            }
        }
    }

    @Test
    void givesAnUnfinishedLineOnlyAtTheEnd() {
        // Given
        accept("half");

        // When
        assertThat(read).isEmpty();
        lines.end(line -> read.add(text(line)));

        // Then
        assertThat(read).containsExactly("half");
    }

    @Test
    void givesNothingAtTheEndOfAFinishedLine() {
        // Given
        accept("whole\n");

        // When
        lines.end(line -> read.add(text(line)));

        // Then
        assertThat(read).containsExactly("whole");
    }

    @Test
    void refusesALineWithoutEnd() {
        // Given
        var megabyte = Buffer.buffer(new byte[1024 * 1024]);
        for (int i = 0; i < 4; i++) {
            lines.accept(megabyte, _ -> {});
        }

        // When
        // Then
        assertThatThrownBy(() -> lines.accept(megabyte, _ -> {})).isInstanceOf(MalformedAnswerException.class);
    }

    private void accept(String text) {
        lines.accept(Buffer.buffer(text), line -> read.add(text(line)));
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    private static final class Cut {
        private final Lines lines = new Lines();
        private final List<String> read = new ArrayList<>();

        void accept(byte[] stream, int from, int to) {
            lines.accept(Buffer.buffer().appendBytes(stream, from, to - from), line -> read.add(text(line)));
        }

        List<String> end() {
            lines.end(line -> read.add(text(line)));
            return read;
        }
    }
}
