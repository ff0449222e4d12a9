package ru.xrouter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {
    private static final String WHOLE = "HTTP/1.1 429 Too Many\r\nX-A: b\r\nContent-Length: 5\r\n\r\nhello";
    private static final String STREAM = """
            HTTP/1.1 200 OK\r
            transfer-encoding: chunked\r
            \r
            9\r
            data: 1

            \r
            8\r
            data: 2
            \r
            1\r

            \r
            0\r
            \r
            """;

    private final ResponseReader reader = new ResponseReader();

    @Test
    void readsAWholeAnswerHoweverItIsCut() {
        for (var cut = 1; cut < WHOLE.length(); cut++) {
            reader.reset();
            assertThat(read(WHOLE.substring(0, cut))).as("cut at %d", cut).isFalse();
            assertThat(read(WHOLE.substring(cut))).as("cut at %d", cut).isTrue();
            assertThat(reader.status()).isEqualTo(429);
        }
    }

    @Test
    void countsTheEventsOfAStreamHoweverItIsCut() {
        for (var cut = 1; cut < STREAM.length(); cut++) {
            reader.reset();
            assertThat(read(STREAM.substring(0, cut))).as("cut at %d", cut).isFalse();
            assertThat(read(STREAM.substring(cut))).as("cut at %d", cut).isTrue();
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.events()).as("cut at %d", cut).isEqualTo(2);
        }
    }

    @Test
    void refusesAnAnswerWhoseEndItCannotTell() {
        assertThatIllegalStateException().isThrownBy(() -> read("HTTP/1.1 200 OK\r\nx: y\r\n\r\n"));
    }

    private boolean read(String text) {
        return reader.read(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }
}
