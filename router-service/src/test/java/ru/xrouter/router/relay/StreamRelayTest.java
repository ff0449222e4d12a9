package ru.xrouter.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.testing.Fixture;

class StreamRelayTest {
    static Stream<Fixture> streams() {
        return Fixture.all("stream");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void takesOutTheReportsAndNothingElse(Fixture stream) {
        // Given
        var relay = new StreamRelay();
        // When
        var out = relay.accept(Buffer.buffer(stream.in()));
        // Then
        stream.assertOutText("sse", out.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void doesTheSameWhereverTheStreamIsCut(Fixture stream) {
        // Given
        var bytes = stream.in();
        var whole = new StreamRelay();
        var expected = whole.accept(Buffer.buffer(bytes)).toString();
        for (int cut = 0; cut <= bytes.length; cut++) {
            // When
            var relay = new StreamRelay();
            var out =
                    relay.accept(part(bytes, 0, cut)).copy().appendBuffer(relay.accept(part(bytes, cut, bytes.length)));
            // Then
            assertThat(out.toString()).as("cut at %d", cut).isEqualTo(expected);
            assertThat(relay.newestReport()).as("cut at %d", cut).isEqualTo(whole.newestReport());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void doesTheSameByteByByteAndShowsWholeEventsAlone(Fixture stream) {
        // Given
        var relay = new StreamRelay();
        var out = Buffer.buffer();
        // When
        for (var b : stream.in()) {
            out.appendBuffer(relay.accept(Buffer.buffer(new byte[] {b})));
            assertThat(out.toString().isBlank() || out.toString().endsWith("\n\n"))
                    .isTrue();
        }
        // Then
        stream.assertOutText("sse", out.toString());
    }

    private static Buffer part(byte[] bytes, int from, int to) {
        return Buffer.buffer(Arrays.copyOfRange(bytes, from, to));
    }

    @Test
    void passesAnUntouchedBufferOnAsItIs() {
        // Given
        var chunk = Buffer.buffer("data: {\"a\":1}\n\ndata: {\"b\":2}\n\n");
        // When
        var out = new StreamRelay().accept(chunk);
        // Then
        assertThat(out).isSameAs(chunk);
    }

    @Test
    void remembersTheNewestReport() {
        // Given
        var relay = new StreamRelay();
        // When
        for (var tokens : List.of(1, 2, 3)) {
            relay.accept(Buffer.buffer(
                    "event: report\ndata: {\"usage\":{\"completion_tokens\":%d}}\n\ndata: x\n\n".formatted(tokens)));
        }
        // Then
        assertThat(Objects.requireNonNull(relay.newestReport()).usage().completionTokens())
                .isEqualTo(3);
    }

    @Test
    void knowsNoReportWhenTheOneThereCannotBeRead() {
        // Given
        var relay = new StreamRelay();
        // When
        var out = relay.accept(Buffer.buffer("event: report\ndata: {nonsense\n\n"));
        // Then
        assertThat(out.length()).isZero();
        assertThat(relay.newestReport()).isNull();
    }

    @Test
    void breaksOnAReportThatIsTooLong() {
        // Given
        var relay = new StreamRelay();
        // When
        relay.accept(Buffer.buffer("event: report\ndata: " + "x".repeat(9000) + "\n\n"));
        // Then
        assertThat(relay.broken()).isTrue();
    }

    @Test
    void breaksOnAnEventThatNeverEnds() {
        // Given
        var relay = new StreamRelay();
        var chunk = Buffer.buffer("x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
        // When
        for (int i = 0; i <= StreamRelay.MAX_EVENT >> 20; i++) {
            relay.accept(chunk);
        }
        // Then
        assertThat(relay.broken()).isTrue();
    }
}
