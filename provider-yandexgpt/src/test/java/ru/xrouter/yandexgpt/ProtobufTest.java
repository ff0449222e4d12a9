package ru.xrouter.yandexgpt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.simulator.yandex.YandexProto;

/**
 * What the fixtures say that we send is read by protobuf's own JSON parser with the provider's published definitions, unknown
 * members refused. {@code ChatTranslationTest} and {@code EmbeddingTranslationTest} hold the adapter to the same fixtures.
 */
class ProtobufTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    static List<Path> requests() throws IOException {
        return outputs("request");
    }

    private static List<Path> outputs(String folder) throws IOException {
        try (var files = Files.list(FIXTURES.resolve(folder))) {
            return files.filter(path -> path.toString().endsWith(".out.json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void aRequestIsACompletionRequest(Path fixture) throws IOException {
        var body = read(fixture).path("body");

        var printed = YandexProto.print(YandexProto.parse("CompletionRequest", body.toString()));

        // All of it arrives: nothing that the definitions do not know, and no default that protobuf would leave out.
        assertThat(normalized(JSON.readTree(printed))).isEqualTo(normalized(body));
    }

    @Test
    void requestsForEmbeddingsAreTextEmbeddingRequests() throws IOException {
        try (var fixtures = Files.list(FIXTURES.resolve("embedding-request"))) {
            for (var fixture :
                    fixtures.filter(it -> it.toString().endsWith(".out.json")).toList()) {
                for (var body : read(fixture).path("bodies")) {
                    YandexProto.parse("TextEmbeddingRequest", body.toString());
                }
            }
        }
    }

    private static JsonNode read(Path path) throws IOException {
        return JSON.readTree(new String(Files.readAllBytes(path), UTF_8));
    }

    /** Protobuf knows no numbers but doubles in free objects, and leaves {@code stream: false} out. */
    private static JsonNode normalized(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = JSON.createObjectNode();
                object.properties().stream()
                        .filter(member -> !(member.getKey().equals("stream")
                                && !member.getValue().asBoolean()))
                        .forEach(member -> copy.set(member.getKey(), normalized(member.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = JSON.createArrayNode();
                array.forEach(element -> copy.add(normalized(element)));
                yield copy;
            }
            case NumericNode number -> DoubleNode.valueOf(number.doubleValue());
            default -> node;
        };
    }
}
