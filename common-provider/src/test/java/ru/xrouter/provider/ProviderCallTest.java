package ru.xrouter.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.chat.ChatRequestReader;

class ProviderCallTest {
    private static final byte[] BODY =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(StandardCharsets.UTF_8);

    private final ProviderCall call = new ProviderCall(
            ChatRequestReader.read(BODY),
            ProviderModel.of("m"),
            "/chat",
            Map.of("user-agent", "XRouter"),
            BODY,
            List.of("seed"));

    @Test
    void takesMoreHeadersAndKeepsEverythingElse() {
        // When
        var more = call.with(Map.of("x-session-id", "s-1"));

        // Then
        assertThat(more.outgoing().headers())
                .containsOnly(Map.entry("user-agent", "XRouter"), Map.entry("x-session-id", "s-1"));
        assertThat(more.outgoing().path()).isEqualTo("/chat");
        assertThat(more.body()).isSameAs(call.body());
        assertThat(more.ignored()).isEqualTo(call.ignored());
    }

    @Test
    void staysAsItIsWithoutMoreHeaders() {
        assertThat(call.with(Map.of())).isSameAs(call);
    }
}
