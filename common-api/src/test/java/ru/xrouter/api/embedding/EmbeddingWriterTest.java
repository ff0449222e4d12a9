package ru.xrouter.api.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingWriterTest {
    @Test
    void writesFloatsInTheOrderOfTheInputs() {
        assertThat(write(List.of(new float[] {0.1f, -2}, new float[] {3}), false))
                .isEqualTo("""
                        {"object":"list","model":"toy/one","provider":"Toy","data":[\
                        {"object":"embedding","index":0,"embedding":[0.1,-2.0]},\
                        {"object":"embedding","index":1,"embedding":[3.0]}]}\
                        """);
    }

    @Test
    void writesLittleEndianFloatsAsBase64() {
        // 1.0f is 0x3f800000, -2.0f is 0xc0000000.
        assertThat(write(List.of(new float[] {1, -2}), true))
                .contains("{\"object\":\"embedding\",\"index\":0,\"embedding\":\"AACAPwAAAMA=\"}");
    }

    private static String write(List<float[]> vectors, boolean base64) {
        return new String(EmbeddingWriter.write("toy/one", "Toy", vectors, base64), StandardCharsets.UTF_8);
    }
}
