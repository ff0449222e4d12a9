package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.Tokens;

/** Tokenizers and embeddings: answers that depend on the request alone. */
final class SmallEndpoints {
    /** Numbers in a vector where its size cannot be chosen. */
    static final int DIMENSIONS = 256;

    private SmallEndpoints() {}

    static Buffer tokenize(Buffer body, @Nullable String folderHeader) {
        var request = ProtoObject.of(tree(body), "TokenizeRequest", false, "modelUri", "text");
        ModelUri.generation(request.text("modelUri"), folderHeader);
        CompletionRules.checkLength(request.text("text"));
        var out = new StringBuilder("{\"tokens\":[");
        tokens(out, request.text("text"));
        return end(out);
    }

    static Buffer tokenizeCompletion(Buffer body, @Nullable String folderHeader) {
        var request = CompletionRules.read(Json.parse(body), folderHeader, false);
        var out = new StringBuilder("{\"tokens\":[");
        special(out, request.toolTokens() + Tokens.PER_PROMPT);
        for (var message : request.messages()) {
            special(out, Tokens.PER_MESSAGE);
            tokens(out, message.text());
        }
        return end(out);
    }

    static Buffer textEmbedding(Buffer body, @Nullable String folderHeader) {
        var request = ProtoObject.of(tree(body), "TextEmbeddingRequest", false, "modelUri", "text", "dim");
        var model = ModelUri.embedding(request.text("modelUri"), folderHeader);
        CompletionRules.checkLength(request.text("text"));
        var dimensions = request.int64("dim", DIMENSIONS);
        if (request.has("dim") && !model.model().equals("text-embeddings")) {
            throw YandexRefusal.invalid("dim is not supported by " + model.served());
        }
        if (dimensions < 1 || dimensions > DIMENSIONS) {
            throw YandexRefusal.invalid("dim must be in the range [1, 256]");
        }
        var out = new StringBuilder("{\"embedding\":[");
        vector(out, request.text("text"), (int) dimensions);
        out.append("],\"numTokens\":\"").append(Tokens.of(request.text("text")));
        return Buffer.buffer(out.append("\",\"modelVersion\":\"06.12.2023\"}").toString());
    }

    static StringBuilder vector(StringBuilder out, String text, int dimensions) {
        var vector = new double[dimensions];
        var state = text.hashCode() * 0x9E37_79B9_7F4A_7C15L + 1;
        var square = 0.0;
        for (var i = 0; i < dimensions; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            vector[i] = (state >> 40) / (double) (1 << 23);
            square += vector[i] * vector[i];
        }
        for (var i = 0; i < dimensions; i++) {
            out.append(i == 0 ? "" : ",").append(vector[i] / Math.sqrt(square));
        }
        return out;
    }

    private static void tokens(StringBuilder out, String text) {
        for (var from = 0; from < text.length(); ) {
            var left = text.codePointCount(from, text.length());
            var to = text.offsetByCodePoints(from, Math.min(Tokens.CODE_POINTS, left));
            var token = text.substring(from, to);
            Json.quote(start(out, Math.floorMod(token.hashCode(), 128_000) + 2), token)
                    .append('}');
            from = to;
        }
    }

    private static void special(StringBuilder out, int count) {
        for (var i = 0; i < count; i++) {
            start(out, 1).append("\"<s>\",\"special\":true}");
        }
    }

    private static StringBuilder start(StringBuilder out, int id) {
        return out.append(out.charAt(out.length() - 1) == '[' ? "" : ",")
                .append("{\"id\":\"")
                .append(id)
                .append("\",\"text\":");
    }

    private static Buffer end(StringBuilder out) {
        return Buffer.buffer(out.append("],\"modelVersion\":\"09.02.2025\"}").toString());
    }

    private static JsonNode tree(Buffer body) {
        var tree = Json.parse(body);
        if (tree == null) {
            throw YandexRefusal.invalid("proto: syntax error: the body is not JSON");
        }
        return tree;
    }
}
