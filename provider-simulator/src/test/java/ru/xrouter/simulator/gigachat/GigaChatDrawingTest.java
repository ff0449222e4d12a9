package ru.xrouter.simulator.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.simulator.RunningSimulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.simulator.RunningSimulator;

/** What GigaChat makes: a tag in version 1, a part of files in version 2, content for whom it was made for. */
class GigaChatDrawingTest {
    private static final String V1 = "/api/v1/chat/completions";
    private static final Pattern TAG = Pattern.compile("^<img src=\"([0-9a-f-]{36})\" fuse=\"true\"/> Эхо");
    private static final String FUNCTION =
            "\"functions\":[{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}],";

    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    @Test
    void drawsWhereItsOwnFunctionsAreAllowed() {
        // When
        var answer = json(post(V1, "c-1", chat("\"function_call\":\"auto\",")));

        // Then
        var message = answer.at("/choices/0/message");
        var tag = TAG.matcher(message.path("content").asText());
        assertThat(tag.find()).as(message.toString()).isTrue();
        assertThat(message.path("functions_state_id").asText()).isNotEmpty();
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(content(tag.group(1), "c-1").statusCode()).isEqualTo(200);
        assertThat(content(tag.group(1), "c-2").statusCode()).isEqualTo(404);
        assertThat(content(tag.group(1), "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"function_call\":\"none\",", "\"function_call\":\"auto\"," + FUNCTION})
    void drawsNothingOtherwise(String members) {
        assertThat(json(post(V1, "c-1", chat(members)))
                        .at("/choices/0/message/content")
                        .asText())
                .startsWith("Эхо");
    }

    @Test
    void streamsItsProgressAndATagInPieces() {
        // When
        var stream = post(V1, "c-1", chat("\"function_call\":\"auto\",\"stream\":true,"))
                .body();

        // Then
        var text = new StringBuilder();
        stream.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring("data: ".length())).at("/choices/0/delta"))
                .filter(delta -> !delta.path("role").asText().equals("function_in_progress"))
                .forEach(delta -> text.append(delta.path("content").asText()));
        assertThat(stream).contains("\"role\":\"function_in_progress\"").doesNotContain("fuse=\\\"true\\\"/>\"}");
        assertThat(TAG.matcher(text).find()).as(text.toString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image_generate", "model_3d_generate"})
    void putsAFileBeforeTheTextInVersionTwo(String tool) {
        // Given
        var body =
                "{\"model\":\"GigaChat-3-Ultra\",\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Волга\"}]}],"
                        + "\"tools\":[{\"%1$s\":{}}],\"tool_config\":{\"mode\":\"forced\",\"tool_name\":\"%1$s\"}%2$s}";

        // When
        var whole = json(post("/v2/chat/completions", "c-1", body.formatted(tool, "")));
        var stream = post("/v2/chat/completions", "c-1", body.formatted(tool, ",\"stream\":true"))
                .body();

        // Then
        JsonNode file = whole.at("/messages/0/content/0/files/0");
        assertThat(content(file.path("id").asText(), "c-1").statusCode()).isEqualTo(200);
        assertThat(whole.at("/messages/0/content/1/text").asText()).startsWith("Эхо");
        assertThat(stream)
                .containsSubsequence(
                        "event: response.tool.in_progress",
                        "event: response.tool.completed",
                        "\"files\":",
                        "\"text\":");
    }

    private static String chat(String members) {
        return "{%s\"model\":\"GigaChat-2\",\"messages\":[{\"role\":\"user\",\"content\":\"Нарисуй Волгу\"}]}"
                .formatted(members);
    }

    private static HttpResponse<String> post(String path, String client, String body) {
        return SIM.send(SIM.request("/gigachat" + path)
                .header("authorization", "Bearer " + SIM.token())
                .header("content-type", "application/json")
                .header("x-client-id", client)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> content(String id, String client) {
        var request = SIM.request("/gigachat/api/v1/files/" + id + "/content")
                .header("authorization", "Bearer " + SIM.token());
        return SIM.send((client.isEmpty() ? request : request.header("x-client-id", client)).build());
    }
}
