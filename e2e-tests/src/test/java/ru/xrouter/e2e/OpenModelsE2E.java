package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** Models that Yandex serves by its OpenAI-compatible API are sold like all others. */
@OnRunningStack
class OpenModelsE2E {
    private final Stack stack;

    OpenModelsE2E(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(strings = {"yandexgpt/gpt-oss-120b", "yandexgpt/aliceai-llm", "qwen/qwen3-235b-a22b"})
    void answersAndIsPaidFor(String model) {
        // Given
        var operators = stack.operators();
        var account = operators.newAccount("open-models");
        // When
        var answer = stack.http(account.key()).post("/v1/chat/completions", Requests.plain(model, "Привет"));
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/choices/0/message/content").asText()).startsWith("Эхо: Привет");
        assertThat(answer.body()).doesNotContain("gpt://", "b1g");
        assertThat(operators.settled(account, answer.requestId()).at("/usage/completion_tokens"))
                .isEqualTo(answer.json().at("/usage/completion_tokens"));
    }

    @Test
    void streamsTextAndReasoning() {
        // When
        var answer = stack.http().post("/v1/chat/completions", Requests.streamed("yandexgpt/gpt-oss-20b", "Привет"));
        // Then
        assertThat(answer.body())
                .contains(
                        "\"reasoning_content\":\"Думаю", "\"finish_reason\":\"stop\"", "\"usage\":{\"prompt_tokens\":8")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void showsImagesToTheModelThatSees() {
        // When
        var answer = stack.http().post("/v1/chat/completions", """
                {"model":"yandexgpt/gemma-3-27b-it","messages":[{"role":"user","content":[{"type":"text","text":"Что это?"},\
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]}""");
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/usage/prompt_tokens").asInt()).isGreaterThan(256);
    }
}
