package ru.xrouter.simulator.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.simulator.RunningSimulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.simulator.RunningSimulator;

class GigaChatFilesTest {
    static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    @Test
    void storesListsShowsAndDeletesAFile() {
        // When
        var stored = json(upload(PNG, "a.png", "general", SIM.token()));

        // Then
        assertThat(stored.path("object").asText()).isEqualTo("file");
        assertThat(stored.path("bytes").asInt()).isEqualTo(PNG.length);
        assertThat(stored.path("filename").asText()).isEqualTo("a.png");
        assertThat(stored.path("access_policy").asText()).isEqualTo("private");
        var id = stored.path("id").asText();
        assertThat(json(get("/files/" + id))).isEqualTo(stored);
        assertThat(json(get("/files")).path("data")).contains(stored);
        assertThat(get("/files/" + id + "/content").body()).contains("PNG");

        // When
        var deleted = json(SIM.send(SIM.gigachat("/files/" + id + "/delete", "").build()));

        // Then
        assertThat(deleted.path("deleted").asBoolean()).isTrue();
        assertThat(get("/files/" + id).statusCode()).isEqualTo(404);
        assertThat(SIM.send(SIM.gigachat("/files/" + id + "/delete", "").build())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesWhatTheStoreDoesNotTake() {
        assertThat(upload(PNG, "a.gif", "general", SIM.token()).statusCode()).isEqualTo(400);
        assertThat(upload(PNG, "a.png", "vision", SIM.token()).statusCode()).isEqualTo(400);
        assertThat(upload("text".getBytes(StandardCharsets.UTF_8), "a.png", "general", SIM.token())
                        .statusCode())
                .isEqualTo(400);
        var tooLarge = new byte[15 * 1024 * 1024 + 1];
        System.arraycopy(PNG, 0, tooLarge, 0, PNG.length);
        assertThat(upload(tooLarge, "a.png", "general", SIM.token()).statusCode())
                .isEqualTo(413);
        assertThat(SIM.send(SIM.gigachat("/files", "{}").build()).statusCode()).isEqualTo(400);
    }

    @Test
    void keepsAccountsApart() {
        // Given
        var id = file();
        var other = json(SIM.send(
                        SIM.tokenRequest("other:secret", UUID.randomUUID().toString(), "scope=GIGACHAT_API_PERS")))
                .path("access_token")
                .asText();

        // Then
        var theirs = SIM.send(SIM.request("/gigachat/api/v1/files/" + id)
                .header("authorization", "Bearer " + other)
                .build());
        assertThat(theirs.statusCode()).isEqualTo(404);
    }

    @Test
    void seesAttachmentsOfUserMessagesOnModelsThatSee() {
        // Given
        var id = file();

        // When
        var seen = SIM.chat(chat("GigaChat-2-Max", "user", id));
        var blind = SIM.chat(chat("GigaChat-2", "user", id));
        var assistant = SIM.chat(chat("GigaChat-2-Max", "assistant", id));
        var unknown = SIM.chat(chat("GigaChat-2-Max", "user", UUID.randomUUID().toString()));
        var three = SIM.chat(chat("GigaChat-2-Max", "user", id, id, id));

        // Then
        assertThat(json(seen).at("/choices/0/message/content").asText()).contains("Вижу: a.png");
        assertThat(json(seen).at("/usage/prompt_tokens").asInt()).isGreaterThan(256);
        assertThat(blind.statusCode()).isEqualTo(422);
        assertThat(assistant.statusCode()).isEqualTo(422);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(three.statusCode()).isEqualTo(422);
    }

    private static String file() {
        return json(upload(PNG, "a.png", "general", SIM.token())).path("id").asText();
    }

    private static String chat(String model, String role, String... files) {
        var ids = Stream.of(files).map(id -> '"' + id + '"').collect(Collectors.joining(","));
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"%s\",\"content\":\"Что это?\",\"attachments\":[%s]}]}"
                .formatted(model, role, ids);
    }

    private static HttpResponse<String> get(String path) {
        return SIM.send(SIM.request("/gigachat/api/v1" + path)
                .header("authorization", "Bearer " + SIM.token())
                .build());
    }

    private static HttpResponse<String> upload(byte[] content, String filename, String purpose, String token) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                        + "\"\r\nContent-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(
                ("\r\n--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n" + purpose + "\r\n--b--\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        HttpRequest request = SIM.request("/gigachat/api/v1/files")
                .header("authorization", "Bearer " + token)
                .header("content-type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return SIM.send(request);
    }

    @Test
    void tellsTheBalanceOfThoseWhoHaveOne() {
        // When
        JsonNode balance = json(get("/balance"));
        SIM.put("/_sim/knobs", "{\"provider\":\"gigachat\",\"no-balance\":1}");
        var none = get("/balance");
        SIM.delete("/_sim/knobs");

        // Then
        assertThat(balance.at("/balance/0/value").asLong()).isPositive();
        assertThat(none.statusCode()).isEqualTo(403);
    }
}
