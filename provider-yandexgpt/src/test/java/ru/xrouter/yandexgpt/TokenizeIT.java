package ru.xrouter.yandexgpt;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.yandexgpt.AdapterClient.json;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(SimulatorResource.class)
class TokenizeIT {
    private static final String MODEL = "yandexgpt/latest";

    private final AdapterClient client = new AdapterClient();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Кто написал «Обломова»?\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"Кратко.\"},"
                        + "{\"role\":\"user\",\"content\":\"Раз 📚 два\"},{\"role\":\"assistant\",\"content\":\"Три\"},"
                        + "{\"role\":\"user\",\"content\":\"И?\"}]}",
                "{\"model\":\"m\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\","
                        + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}],"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Какая погода в Твери?\"}]}"
            })
    void countsWhatACompletionOfTheSameRequestReports(String body) {
        // When
        var counted = client.call("/v1/tokenize", MODEL, body);
        var answered = client.call(body);
        // Then
        assertThat(counted.statusCode()).as(counted.body()).isEqualTo(200);
        var report = json(answered.headers().firstValue("x-xrouter-report").orElseThrow());
        assertThat(report.at("/usage/prompt_tokens").intValue()).isPositive();
        assertThat(json(counted.body()).path("prompt_tokens").intValue())
                .isEqualTo(report.at("/usage/prompt_tokens").intValue());
        assertThat(json(counted.body()).path("estimated").booleanValue()).isFalse();
    }

    @Test
    void asksTheTokenizerWithTheCompletionsOwnBody() {
        // Given
        var marker = UUID.randomUUID().toString();
        var body = """
                {"model":"m","n":2,"max_tokens":5,"messages":[{"role":"user","content":"%s"}]}""".formatted(marker);
        client.call(body);
        // When
        client.call("/v1/tokenize", MODEL, body);
        // Then
        var received = client.received(marker);
        assertThat(received).hasSize(3);
        assertThat(received.getLast().path("path").textValue()).endsWith("/foundationModels/v1/tokenizeCompletion");
        assertThat(received.getLast().path("body"))
                .isEqualTo(received.getFirst().path("body"));
        assertThat(received.getLast().at("/headers/x-data-logging-enabled").textValue())
                .isEqualTo("false");
    }

    @Test
    void refusesWhatACompletionWouldRefuse() {
        // When
        var response = client.call("/v1/tokenize", MODEL, """
                {"model":"m","logprobs":true,"messages":[{"role":"user","content":"Привет"}]}""");
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/param").textValue()).isEqualTo("logprobs");
    }
}
