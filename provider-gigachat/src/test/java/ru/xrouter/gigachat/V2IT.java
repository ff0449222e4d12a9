package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gigachat.Adapter.data;
import static ru.xrouter.gigachat.Adapter.header;
import static ru.xrouter.gigachat.Adapter.json;
import static ru.xrouter.gigachat.Adapter.question;
import static ru.xrouter.gigachat.Adapter.text;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.token.ServiceToken;

/** The second version of GigaChat's API, for models that the catalogue wants served by it. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus and JUnit set the fields.
class V2IT {
    private static final Map<String, String> ULTRA =
            Map.of(Headers.PROVIDER_MODEL, "GigaChat-3-Ultra", Headers.SURFACE, "v2");
    private static final String TOOLS = """
            ,"tools":[{"type":"function","function":{"name":"parcel","parameters":{"type":"object",
            "properties":{"id":{"type":["string","null"],"format":"uri"},"o":{"type":"object"}}}}}]}""";

    @Inject
    ServiceToken serviceToken;

    private Adapter adapter;

    @BeforeEach
    void adapter() {
        adapter = new Adapter(serviceToken);
    }

    @Test
    void answersAndReportsWhatTheProviderCounted() {
        // Given
        adapter.control("DELETE", "/_sim/served", "");

        // When
        var answer = post(question("Какая река?", false));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).at("/choices/0/message/content").asText()).startsWith("Эхо: Какая река?");
        var usage = json(header(answer, Headers.REPORT)).path("usage");
        var sold = adapter.served().at("/providers/gigachat/GigaChat-3-Ultra");
        assertThat(usage.path("prompt_tokens").asLong())
                .isPositive()
                .isEqualTo(sold.path("prompt_tokens").asLong());
        assertThat(adapter.served().at("/recent/0/path").asText()).endsWith("/v2/chat/completions");
    }

    @Test
    void streamsReasoningAndText() {
        // Given
        var body = question("Какая река?", true).replaceFirst("}$", ",\"reasoning_effort\":\"low\"}");

        // When
        var answer = post(body);

        // Then
        var data = data(answer.body());
        assertThat(text(data, "reasoning_content")).startsWith("Рассуждаю");
        assertThat(text(data, "content")).startsWith("Эхо: Какая река?");
        assertThat(data.getLast().path("finish_reason").asText()).isEqualTo("stop");
        assertThat(data.getLast().at("/usage/estimated").asBoolean()).isFalse();
    }

    @Test
    void carriesAToolCallThereAndBack() {
        for (var stream : new boolean[] {false, true}) {
            // When
            var first = post(question("call parcel {\"id\":\"B-9\"}", stream).replaceFirst("}$", TOOLS));
            var call = stream
                    ? data(first.body()).stream()
                            .map(event -> event.at("/choices/0/delta/tool_calls/0"))
                            .filter(delta -> delta.has("id"))
                            .findFirst()
                            .orElseThrow()
                    : json(first).at("/choices/0/message/tool_calls/0");
            var second = post("""
                    {"model":"m","messages":[{"role":"user","content":"Где посылка?"},
                    {"role":"assistant","content":null,"tool_calls":[{"id":"%1$s","type":"function",
                    "function":{"name":"parcel","arguments":"{}"}}]},
                    {"role":"tool","tool_call_id":"%1$s","content":"упакована"}]%2$s""".formatted(call.path("id").asText(), TOOLS));

            // Then
            assertThat(call.path("id").asText()).as(first.body()).matches("call_[0-9a-f-]{36}_0");
            assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
            assertThat(json(second).at("/choices/0/message/content").asText()).contains("упакована");
        }
    }

    @Test
    void answersASchema() {
        // When
        var answer = post(question("Город?", false).replaceFirst("}$", """
                ,"response_format":{"type":"json_schema","json_schema":{"name":"c","strict":true,"schema":
                {"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}}"""));

        // Then
        assertThat(json(json(answer).at("/choices/0/message/content").asText())
                        .path("city")
                        .isTextual())
                .isTrue();
    }

    @Test
    void endsABrokenStreamWithAnErrorAndAReport() {
        for (var fault : new String[] {"cut-after=2", "finish-error"}) {
            // When
            var answer = post(question("[[sim chunks=9 " + fault + "]] раз", true));

            // Then
            assertThat(answer.body()).as(fault).contains("upstream_").doesNotContain("\"finish_reason\":\"stop\"");
        }
    }

    @Test
    void refusesASurfaceThatItDoesNotHave() {
        var answer = adapter.post(question("раз", false), Map.of(Headers.SURFACE, "v9"));

        assertThat(header(answer, Headers.FAILURE)).isEqualTo("unavailable");
    }

    private HttpResponse<String> post(String body) {
        return adapter.post(body, ULTRA);
    }
}
