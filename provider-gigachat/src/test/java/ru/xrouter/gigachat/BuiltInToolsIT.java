package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gigachat.Adapter.data;
import static ru.xrouter.gigachat.Adapter.header;
import static ru.xrouter.gigachat.Adapter.json;
import static ru.xrouter.gigachat.Adapter.question;
import static ru.xrouter.gigachat.Adapter.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.token.ServiceToken;

/** Tools that GigaChat runs itself, where its API has them. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus and JUnit set the fields.
class BuiltInToolsIT {
    private static final Map<String, String> ULTRA =
            Map.of(Headers.PROVIDER_MODEL, "GigaChat-3-Ultra", Headers.SURFACE, "v2");
    private static final Map<String, String> LITE = Map.of(Headers.PROVIDER_MODEL, "GigaChat-2");
    private static final int A_QUESTION = 100;

    @Inject
    ServiceToken serviceToken;

    private Adapter adapter;

    @BeforeEach
    void adapter() {
        adapter = new Adapter(serviceToken);
    }

    @Test
    void namesTheSourcesOfASearch() {
        // When
        var answer = post("Река?", false, "\"web_search_options\":{}", ULTRA);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var message = json(answer).at("/choices/0/message");
        assertThat(message.path("content").asText()).startsWith("В сети нашлось [2] и ещё вот что [1][2]. Эхо: Река?");
        assertCited(message.path("annotations"), message.path("content").asText());
        assertThat(json(header(answer, Headers.REPORT))
                        .at("/usage/prompt_tokens")
                        .asInt())
                .isGreaterThan(A_QUESTION);
        assertThat(header(answer, Headers.IGNORED_PARAMETERS)).isEqualTo("none");
    }

    @Test
    void namesTheSourcesAtTheEndOfAStream() {
        // When
        var answer = post("Река?", true, "\"tools\":[{\"type\":\"web_search\"}]", ULTRA);

        // Then
        var data = data(answer.body());
        var content = text(data, "content");
        assertThat(content).startsWith("В сети нашлось [2] и ещё вот что [1][2]. Эхо: Река?");
        var annotations = data.stream()
                .map(chunk -> chunk.at("/choices/0/delta/annotations"))
                .filter(JsonNode::isArray)
                .toList();
        assertThat(annotations).hasSize(1);
        assertCited(annotations.getFirst(), content);
    }

    private static void assertCited(JsonNode annotations, String content) {
        assertThat(annotations).hasSize(3);
        var second = annotations.get(2).path("url_citation");
        assertThat(second.path("url").asText()).isEqualTo("https://example.org/tver");
        assertThat(content.substring(
                        second.path("start_index").asInt(),
                        second.path("end_index").asInt()))
                .isEqualTo("[2]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":[{\"type\":\"code_interpreter\"},{\"type\":\"web_fetch\"}]",
                "\"tools\":[{\"type\":\"web_fetch\"}],\"tool_choice\":{\"type\":\"web_fetch\"}",
                "\"tools\":[{\"type\":\"code_interpreter\"}],\"tool_choice\":\"required\"",
                "\"tools\":[{\"type\":\"web_search\",\"web_search\":{\"type\":\"safe_search\",\"flags\":[\"x\"]}}]",
                "\"plugins\":[{\"id\":\"web\"}]",
            })
    void takesThemInEveryForm(String members) {
        assertThat(post("Река?", false, members, ULTRA).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"web_search_options\":{}", "\"tools\":[{\"type\":\"web_search\"}]"})
    void refusesThemWhereTheModelHasNone(String members) {
        // When
        var answer = post("Река?", false, members, LITE);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error/param").asText()).isIn("web_search_options", "tools[0].type");
    }

    private HttpResponse<String> post(String words, boolean stream, String members, Map<String, String> headers) {
        return adapter.post(question(words, stream).replaceFirst("}$", "," + members + "}"), headers);
    }
}
