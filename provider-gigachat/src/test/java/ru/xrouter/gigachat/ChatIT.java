package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gigachat.Adapter.data;
import static ru.xrouter.gigachat.Adapter.header;
import static ru.xrouter.gigachat.Adapter.json;
import static ru.xrouter.gigachat.Adapter.question;
import static ru.xrouter.gigachat.Adapter.text;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.token.ServiceToken;

/** Chats, whole and streamed, against the simulator, which refuses what GigaChat refuses. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus and JUnit set the fields.
class ChatIT {
    @Inject
    ServiceToken serviceToken;

    @TestHTTPResource("/v1/chat/completions")
    URI chat;

    private Adapter adapter;

    @BeforeEach
    void adapter() {
        adapter = new Adapter(serviceToken);
    }

    @AfterEach
    void resetSimulator() {
        adapter.control("DELETE", "/_sim/knobs", "");
    }

    @Test
    void answersAndReportsWhatTheProviderCounted() {
        // Given
        adapter.control("DELETE", "/_sim/served", "");

        // When
        var answer = adapter.post(question("Какая река течёт через Тверь?", false));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var completion = json(answer.body());
        assertThat(completion.path("id").asText()).isEqualTo("gen-1");
        assertThat(completion.path("model").asText()).isEqualTo("gigachat/gigachat-2");
        assertThat(completion.at("/choices/0/message/content").asText()).contains("Какая река");
        assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(completion.path("system_fingerprint").asText()).matches("[0-9.]+");
        var usage = json(header(answer, Headers.REPORT)).path("usage");
        var sold = adapter.served().at("/providers/gigachat/GigaChat-2");
        assertThat(usage.path("prompt_tokens").asLong())
                .isPositive()
                .isEqualTo(sold.path("prompt_tokens").asLong());
        assertThat(usage.path("completion_tokens").asLong())
                .isPositive()
                .isEqualTo(sold.path("completion_tokens").asLong());
        assertThat(usage.path("estimated").asBoolean()).isFalse();
    }

    @Test
    void streamsAndEndsWithTheProvidersCount() {
        // When
        var answer = adapter.post(question("[[sim chunks=5]] Какая река течёт через Тверь?", true));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var data = data(answer.body());
        assertThat(data.stream()
                        .filter(event -> event.at("/choices/0/delta/content").isTextual()))
                .hasSize(6);
        assertThat(text(data, "content")).contains("Какая река");
        assertThat(data)
                .filteredOn(event -> event.has("choices"))
                .hasSizeGreaterThan(6)
                .allSatisfy(chunk ->
                        assertThat(chunk.path("system_fingerprint").asText()).matches("[0-9.]+"));
        assertThat(data.getLast().path("finish_reason").asText()).isEqualTo("stop");
        assertThat(data.getLast().at("/usage/estimated").asBoolean()).isFalse();
        assertThat(data.getLast().at("/usage/completion_tokens").asLong()).isPositive();
        assertThat(answer.body()).doesNotContain("[DONE]");
    }

    @Test
    void tellsReasoningFromTheAnswerHoweverItIsCut() {
        for (var chunks : List.of(1, 7, 400)) {
            // When
            var question = "[[sim think-tags chunks=%d]] Какая река?".formatted(chunks);
            var whole = json(adapter.post(question(question, false)).body()).at("/choices/0/message");
            var streamed = data(adapter.post(question(question, true)).body());

            // Then
            assertThat(whole.path("reasoning_content").asText()).startsWith("Рассуждаю");
            assertThat(whole.path("content").asText()).startsWith("Эхо: Какая река?");
            assertThat(text(streamed, "content"))
                    .isEqualTo(whole.path("content").asText());
            assertThat(text(streamed, "reasoning_content"))
                    .isEqualTo(whole.path("reasoning_content").asText());
        }
    }

    @Test
    void carriesAToolCallThereAndBack() {
        // Given
        var tools = """
                ,"tools":[{"type":"function","function":{"name":"web_search","parameters":{"type":"object",
                "properties":{"q":{"type":["string","null"],"format":"uri"},"o":{"type":"object"}}}}}]}""";
        var first = adapter.post(question("call xrouter_user_web_search {\"q\":\"Волга\"}", false)
                .replaceFirst("}$", tools));

        // When
        var call = json(first.body()).at("/choices/0/message/tool_calls/0");
        var history = """
                {"model":"m","messages":[{"role":"user","content":"Найди."},
                {"role":"assistant","content":null,"tool_calls":[%s]},
                {"role":"tool","tool_call_id":"%s","content":"нашлось"}]%s""".formatted(call, call.path("id").asText(), tools);
        var second = adapter.post(history);

        // Then
        assertThat(call.at("/function/name").asText()).as(first.body()).isEqualTo("web_search");
        assertThat(call.path("id").asText()).matches("call_[0-9a-f-]{36}_0");
        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    }

    @Test
    void alwaysSaysWhoItIs() {
        // Given
        adapter.control("PUT", "/_sim/knobs", "{\"provider\":\"gigachat\",\"require-user-agent\":1}");

        // When
        var answer = adapter.post(question("раз", false));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void servesNobodyWithoutTheServiceToken() {
        // Given
        var request = HttpRequest.newBuilder(chat)
                .POST(HttpRequest.BodyPublishers.ofString(question("раз", false)))
                .build();

        // When
        var answer = adapter.send(request);

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
    }
}
