package ru.xrouter.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.chat.ChatRequestReader;

class TokenEstimateTest {
    @Test
    void countsATokenForEveryFourCodePointsBegun() {
        assertThat(TokenEstimate.of("")).isZero();
        assertThat(TokenEstimate.of("Волг")).isEqualTo(1);
        assertThat(TokenEstimate.of("Волга")).isEqualTo(2);
        assertThat(TokenEstimate.of("😀😀😀😀")).isEqualTo(1);
    }

    @Test
    void countsEverythingThatAPromptHolds() {
        // Given
        var request = ChatRequestReader.read("""
                {"model":"m","messages":[
                  {"role":"system","content":"12345678"},
                  {"role":"user","content":[{"type":"text","text":"1234"}]},
                  {"role":"assistant","tool_calls":[
                    {"id":"c","type":"function","function":{"name":"abcd","arguments":"{\\"a\\":1}"}}]},
                  {"role":"tool","tool_call_id":"c","content":"1234"}],
                 "tools":[{"type":"function","function":{"name":"abcd","description":"12","parameters":{}}}]}
                """.getBytes(StandardCharsets.UTF_8));

        // When
        var tokens = TokenEstimate.ofPrompt(request);

        // Then
        assertThat(tokens).isEqualTo(3 + (3 + 2) + (3 + 1) + (3 + 3) + (3 + 1) + 2);
    }
}
