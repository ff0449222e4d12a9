package ru.xrouter.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.chat.InvalidParameterException;

class GzipBodyTest {
    @Test
    void inflatesUpToTheBoundAndNotBeyond() throws IOException {
        // Given
        var packed = gzip(new byte[1000]);
        // Then
        assertThat(GzipBody.inflate(packed, 1000)).hasSize(1000);
        assertThat(GzipBody.inflate(packed, 999)).isNull();
    }

    @Test
    void refusesWhatIsNotGzip() {
        assertThatThrownBy(() -> GzipBody.inflate(new byte[] {1, 2, 3}, 10))
                .isInstanceOf(InvalidParameterException.class);
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }
}
