package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.token.ServiceToken;

/** Embeddings and token counts against the simulator. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields.
class EmbeddingsAndTokensIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TEXTS = 200;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    ServiceToken serviceToken;

    @TestHTTPResource("/v1/embeddings")
    URI embeddings;

    @TestHTTPResource("/v1/tokenize")
    URI tokenize;

    @Test
    void embedsMoreTextsThanOneRequestMayHoldInTheirOrder() throws IOException {
        // Given
        var request = JSON.createObjectNode().put("model", "gigachat/embeddings");
        var input = request.putArray("input");
        for (int i = 0; i < TEXTS; i++) {
            input.add("текст " + i);
        }

        // When
        var answer = post(embeddings, request.toString(), "Embeddings");
        var hundredth = post(embeddings, "{\"model\":\"m\",\"input\":\"текст 100\"}", "Embeddings");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var data = JSON.readTree(answer.body()).path("data");
        assertThat(data).hasSize(TEXTS);
        assertThat(data.get(0).path("embedding")).hasSize(1024);
        assertThat(data.get(100).path("index").asInt()).isEqualTo(100);
        assertThat(data.get(100).path("embedding"))
                .isEqualTo(JSON.readTree(hundredth.body()).at("/data/0/embedding"))
                .isNotEqualTo(data.get(99).path("embedding"));
        assertThat(promptTokens(answer)).isEqualTo(10 * 2 + 90 * 2 + 100 * 3);
        assertThat(promptTokens(hundredth)).isEqualTo(3);
    }

    @Test
    void refusesToChangeTheLengthOfVectors() throws IOException {
        // When
        var answer = post(embeddings, "{\"model\":\"m\",\"input\":\"текст\",\"dimensions\":8}", "Embeddings");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue(Headers.FAILURE)).contains("invalid_request");
        assertThat(JSON.readTree(answer.body()).at("/error/param").asText()).isEqualTo("dimensions");
    }

    @Test
    void embedsWithNoChatModel() {
        // When
        var answer = post(embeddings, "{\"model\":\"m\",\"input\":\"текст\"}", "GigaChat-2");

        // Then
        assertThat(answer.headers().firstValue(Headers.FAILURE)).contains("unavailable");
    }

    @Test
    void countsTokensAsTheProviderDoes() throws IOException {
        // When
        var answer = post(
                tokenize,
                "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"12345\"},"
                        + "{\"role\":\"user\",\"content\":\"1234\"}]}",
                "GigaChat-2");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("prompt_tokens").asInt()).isEqualTo(2 + 1);
        assertThat(JSON.readTree(answer.body()).path("estimated").asBoolean()).isTrue();
    }

    @Test
    void countsNoImagesForAModelThatSeesNone() throws IOException {
        // Given
        var body = """
                {"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}]}""";

        // When
        var blind = post(tokenize, body, "GigaChat-2");
        var seeing = post(tokenize, body, "GigaChat-2-Max");

        // Then
        assertThat(blind.statusCode()).as(blind.body()).isEqualTo(400);
        assertThat(JSON.readTree(blind.body()).at("/error/param").asText()).isEqualTo("messages[0].content");
        assertThat(seeing.statusCode()).as(seeing.body()).isEqualTo(200);
    }

    private HttpResponse<String> post(URI uri, String body, String providerModel) {
        var request = HttpRequest.newBuilder(uri)
                .header("authorization", serviceToken.authorization())
                .header("content-type", "application/json")
                .header(Headers.GENERATION_ID, "gen-1")
                .header(Headers.MODEL, "gigachat/embeddings")
                .header(Headers.PROVIDER_MODEL, providerModel)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static int promptTokens(HttpResponse<String> answer) throws IOException {
        JsonNode report =
                JSON.readTree(answer.headers().firstValue(Headers.REPORT).orElseThrow());
        return report.at("/usage/prompt_tokens").asInt();
    }
}
