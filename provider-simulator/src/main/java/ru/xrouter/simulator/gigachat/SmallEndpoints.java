package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.gigachat.Fields.Kind;

/** Models, token counts and embeddings: answers that depend on the request alone. */
final class SmallEndpoints {
    private static final int DIMENSIONS = 1024;

    private SmallEndpoints() {}

    static Buffer model(String id) {
        var model = GigaChatModels.one(id);
        if (model == null) {
            throw GigaChatRefusal.noSuchModel();
        }
        return Buffer.buffer(model);
    }

    static Buffer models() {
        return Buffer.buffer(GigaChatModels.list());
    }

    /** What is left of prepaid packages; those who pay as they go have none. */
    static Buffer balance(boolean none) {
        if (none) {
            throw new GigaChatRefusal(403, "Permission denied");
        }
        return Buffer.buffer(
                "{\"balance\":[{\"usage\":\"GigaChat-2\",\"value\":900000},{\"usage\":\"embeddings\",\"value\":1000000}]}");
    }

    static Buffer tokensCount(Buffer body) {
        var request = object(body);
        if (!GigaChatModels.exists(model(request))) {
            throw GigaChatRefusal.noSuchModel();
        }
        var out = new StringBuilder("[");
        for (var text : input(request)) {
            var characters = text.textValue().codePointCount(0, text.textValue().length());
            out.append(out.length() == 1 ? "" : ",").append("{\"object\":\"tokens\",\"tokens\":");
            out.append(Tokens.ofCodePoints(characters)).append(",\"characters\":");
            out.append(characters).append('}');
        }
        return Buffer.buffer(out.append(']').toString());
    }

    static Buffer embeddings(Buffer body) {
        var request = object(body);
        var model = model(request);
        if (!GigaChatModels.isEmbedder(model)) {
            throw GigaChatRefusal.noSuchModel();
        }
        var out = new StringBuilder("{\"object\":\"list\",\"model\":\"")
                .append(model)
                .append("\",\"data\":[");
        var index = 0;
        for (var text : input(request)) {
            out.append(index == 0 ? "" : ",")
                    .append("{\"object\":\"embedding\",\"index\":")
                    .append(index++);
            vector(out.append(",\"embedding\":["), text.textValue());
            out.append("],\"usage\":{\"prompt_tokens\":")
                    .append(Tokens.of(text.textValue()))
                    .append("}}");
        }
        return Buffer.buffer(out.append("]}").toString());
    }

    private static void vector(StringBuilder out, String text) {
        var state = text.hashCode() * 0x9E37_79B9_7F4A_7C15L + 1;
        for (var i = 0; i < DIMENSIONS; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            out.append(i == 0 ? "" : ",").append((float) (state >> 40) / (1 << 23));
        }
    }

    private static JsonNode object(Buffer body) {
        var tree = Json.parse(body);
        if (tree == null) {
            throw GigaChatRefusal.badRequest("Your request contains invalid JSON syntax.");
        }
        if (!tree.isObject()) {
            throw GigaChatRefusal.badRequest("Bad request");
        }
        return tree;
    }

    private static String model(JsonNode request) {
        var model = Fields.text(request, "model");
        if (model == null) {
            throw GigaChatRefusal.badRequest("Bad request: field 'model' is required");
        }
        return model;
    }

    private static JsonNode input(JsonNode request) {
        var input = Fields.of(request, "input", Kind.STRINGS);
        if (input == null || input.isEmpty()) {
            throw GigaChatRefusal.badRequest("Bad request: field 'input' must be a non-empty array");
        }
        return input;
    }
}
