package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT_EMBEDDINGS;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT_EMBEDDINGS;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Stack;

/** Embeddings come in both of OpenAI's formats, in the order of their texts, and are paid for by their tokens. */
@OnRunningStack
class EmbeddingsE2E {
    /** More than either provider takes at a time. */
    private static final int MANY = 150;

    private final Stack stack;

    EmbeddingsE2E(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT_EMBEDDINGS, YANDEXGPT_EMBEDDINGS})
    void givesTheSameNumbersInBase64(String model) {
        // When
        var asFloats = embed(model, "[\"Тверь\"]", "float").at("/data/0/embedding");
        var asBase64 = embed(model, "[\"Тверь\"]", "base64").at("/data/0/embedding");
        // Then
        assertThat(decoded(asBase64.asText())).isEqualTo(numbers(asFloats));
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT_EMBEDDINGS, YANDEXGPT_EMBEDDINGS})
    void keepsTheOrderOfManyTextsAndChargesThem(String model) {
        // Given
        var operators = stack.operators();
        var account = operators.newAccount("embeddings");
        var texts = IntStream.range(0, MANY)
                .mapToObj("\"Текст номер %d\""::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        // When
        var answer = stack.http(account.key()).post("/v1/embeddings", body(model, texts, "float"));
        var last = embed(model, "\"Текст номер %d\"".formatted(MANY - 1), "float");
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var vectors = answer.json().path("data");
        assertThat(vectors).hasSize(MANY);
        assertThat(vectors.get(MANY - 1).path("index").asInt()).isEqualTo(MANY - 1);
        assertThat(vectors.get(MANY - 1).path("embedding")).isEqualTo(last.at("/data/0/embedding"));
        assertThat(operators.settled(account, answer.requestId()).at("/usage/prompt_tokens"))
                .isEqualTo(answer.json().at("/usage/prompt_tokens"));
        var used = stack.http(account.key()).get("/v1/usage").json().at("/data/0");
        assertThat(used.path("embedding_tokens")).isEqualTo(answer.json().at("/usage/prompt_tokens"));
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT_EMBEDDINGS, YANDEXGPT_EMBEDDINGS})
    void refusesTokenNumbersAndUnsupportedDimensions(String model) {
        // When
        var tokens = stack.http().post("/v1/embeddings", body(model, "[1,2,3]", "float"));
        var dimensions = stack.http().post("/v1/embeddings", """
                        {"model":"%s","input":"Тверь","dimensions":7}\
                        """.formatted(model));
        // Then
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(400);
        assertThat(tokens.json().at("/error/param").asText()).isEqualTo("input");
        assertThat(dimensions.status()).as(dimensions.body()).isEqualTo(400);
        assertThat(dimensions.json().at("/error/param").asText()).isEqualTo("dimensions");
    }

    private JsonNode embed(String model, String input, String format) {
        var answer = stack.http().post("/v1/embeddings", body(model, input, format));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String body(String model, String input, String format) {
        return """
                {"model":"%s","input":%s,"encoding_format":"%s"}\
                """.formatted(model, input, format);
    }

    private static List<Float> numbers(JsonNode vector) {
        return StreamSupport.stream(vector.spliterator(), false)
                .map(JsonNode::floatValue)
                .toList();
    }

    private static List<Float> decoded(String base64) {
        var floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        var numbers = new ArrayList<Float>();
        while (floats.hasRemaining()) {
            numbers.add(floats.get());
        }
        return numbers;
    }
}
