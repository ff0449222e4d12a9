package ru.xrouter.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeltOutDefaultsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "presence_penalty    | 0           | true",
                "frequency_penalty   | -0.0        | true",
                "frequency_penalty   | 0.1         | false",
                "top_p               | 1.0         | true",
                "top_p               | '1'         | false",
                "logprobs            | false       | true",
                "logprobs            | 0           | false",
                "parallel_tool_calls | true        | true",
                "parallel_tool_calls | false       | false",
                "service_tier        | 'auto'      | true",
                "service_tier        | 'flex'      | false",
                "modalities          | ['text']    | true",
                "modalities          | ['text',{'a':[1]}] | false",
                "modalities          | []          | false",
                "modalities          | {'text':1}  | false",
                "logit_bias          | {}          | true",
                "logit_bias          | {'50':[{}]} | false",
                "stop                | []          | true",
                "stop                | [['x'],{}]  | false",
                "seed                | 0           | false",
                "seed                | [{'a':[]}]  | false",
            })
    void tellsTheSameOfAStreamAndOfATree(String parameter, String value, boolean expected) throws IOException {
        // Given
        var text = "{\"v\":%s,\"next\":1}".formatted(value.replace('\'', '"'));
        try (var json = JSON.createParser(text)) {
            json.nextToken();
            json.nextToken();
            json.nextToken();
            // When
            var read = SpeltOutDefaults.reads(parameter, json);
            // Then
            assertThat(read).isEqualTo(expected);
            assertThat(json.nextToken()).isEqualTo(JsonToken.FIELD_NAME);
            assertThat(json.currentName()).isEqualTo("next");
        }
        assertThat(SpeltOutDefaults.is(parameter, JSON.readTree(text).get("v"))).isEqualTo(expected);
    }
}
