package ru.xrouter.yandexgpt;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.yandexgpt.AdapterClient.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(SimulatorResource.class)
class EmbeddingsIT {
    private static final String DOC = "text-search-doc/latest";

    private final AdapterClient client = new AdapterClient();

    @Test
    void givesTheVectorsOfManyTextsInTheirOrder() {
        // Given
        var texts =
                IntStream.range(0, 20).mapToObj("Обломов лежит %d"::formatted).toList();
        var alone = texts.stream()
                .map(text -> vector(json(embed(DOC, List.of(text)).body()), 0))
                .toList();
        // When
        var response = embed(DOC, texts);
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var embeddings = json(response.body());
        assertThat(embeddings.path("data")).hasSize(20);
        assertThat(embeddings.path("data"))
                .extracting(embedding -> embedding.path("index").intValue())
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
        assertThat(alone).doesNotHaveDuplicates();
        assertThat(IntStream.range(0, 20).mapToObj(i -> vector(embeddings, i)).toList())
                .isEqualTo(alone);
    }

    @Test
    void reportsTheTokensOfAllTexts() {
        // Given
        var texts = List.of("Обломов лежит", "Штольц едет в Петербург", "Обломов лежит");
        var alone = texts.stream()
                .mapToInt(text -> promptTokens(embed(DOC, List.of(text))))
                .sum();
        // When
        var response = embed(DOC, texts);
        // Then
        assertThat(alone).isPositive();
        assertThat(promptTokens(response)).isEqualTo(alone);
        var completion = json(response.body());
        assertThat(completion.has("usage")).isFalse();
        assertThat(completion.path("model").textValue()).isEqualTo("yandex/yandexgpt");
        assertThat(completion.path("provider").textValue()).isEqualTo("YandexGPT");
    }

    @Test
    void packsVectorsAsBase64() throws IOException {
        // Given
        var plain = vector(json(embed(DOC, List.of("Обломов")).body()), 0);
        // When
        var response = client.call("/v1/embeddings", DOC, """
                {"model":"m","input":"Обломов","encoding_format":"base64"}""");
        // Then
        var packed = json(response.body()).at("/data/0/embedding").binaryValue();
        var floats = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        assertThat(floats.remaining()).isEqualTo(256);
        for (var number : plain) {
            assertThat(floats.get()).isEqualTo(number.floatValue());
        }
    }

    @Test
    void makesShorterVectorsWhereTheModelCan() {
        // When
        var response = client.call("/v1/embeddings", "text-embeddings/latest", """
                {"model":"m","input":"Обломов","dimensions":64}""");
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response.body()).at("/data/0/embedding")).hasSize(64);
    }

    @Test
    void refusesDimensionsWhereTheModelHasOneSize() {
        // Given
        var marker = UUID.randomUUID().toString();
        // When
        var response = client.call(
                "/v1/embeddings", DOC, "{\"model\":\"m\",\"input\":\"%s\",\"dimensions\":64}".formatted(marker));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-xrouter-failure")).contains("invalid_request");
        assertThat(json(response.body()).at("/error/param").textValue()).isEqualTo("dimensions");
        assertThat(client.received(marker)).isEmpty();
    }

    @Test
    void leavesAModelThatTheProviderDoesNotKnowToAnotherCandidate() {
        // When
        var response = embed("no-such-model/latest", List.of("Обломов"));
        // Then
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("x-xrouter-failure")).contains("unavailable");
    }

    @Test
    void keepsTextsOutOfTheProvidersLogs() {
        // Given
        var marker = UUID.randomUUID().toString();
        // When
        embed(DOC, List.of(marker));
        // Then
        var received = client.received(marker).getLast();
        assertThat(received.at("/headers/x-data-logging-enabled").textValue()).isEqualTo("false");
        assertThat(received.at("/headers/x-folder-id").textValue()).isEqualTo("b1gsimulator00000000");
        assertThat(received.at("/body")).isEqualTo(json("""
                {"modelUri":"emb://b1gsimulator00000000/text-search-doc/latest","text":"%s"}""".formatted(marker)));
    }

    private HttpResponse<String> embed(String model, List<String> texts) {
        var body = AdapterClient.JSON.createObjectNode().put("model", "m");
        var input = body.putArray("input");
        texts.forEach(input::add);
        return client.call("/v1/embeddings", model, body.toString());
    }

    private static List<Double> vector(JsonNode embeddings, int index) {
        var vector = new ArrayList<Double>();
        embeddings.path("data").path(index).path("embedding").forEach(number -> vector.add(number.doubleValue()));
        return vector;
    }

    private static int promptTokens(HttpResponse<String> response) {
        var report = json(response.headers().firstValue("x-xrouter-report").orElseThrow());
        return report.at("/usage/prompt_tokens").intValue();
    }
}
