package ru.xrouter.yandexgpt.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ResponseFormat;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.yandexgpt.conversation.JsonObjects;
import ru.xrouter.yandexgpt.conversation.UnsupportedParameters;
import ru.xrouter.yandexgpt.wire.Folder;
import ru.xrouter.yandexgpt.wire.JsonBody;

/**
 * Translates a chat completion request for the OpenAI-compatible API. Pure. It accepts unknown parameters and does nothing
 * with them, so only documented ones are sent, and every other of the caller's is listed as ignored.
 *
 * @param folder part of every model's URI
 */
public record OpenAiRequestTranslation(Folder folder, OpenAiModels models) {
    /** Yandex's own models take no higher temperature. */
    private static final double HOTTEST_OWN = 1;

    /** A request's body, and the caller's parameters that it does not honour. */
    @SuppressWarnings("ArrayRecordComponent") // The body is handed on, never compared.
    public record Translated(byte[] body, List<String> ignored) {}

    public Translated translate(ChatCompletionRequest request, ProviderModel model) {
        var providerModel = model.name();
        UnsupportedParameters.refuse(request);
        var ignored = new ArrayList<>(UnsupportedParameters.ignored(request));
        var own = models.isOwn(providerModel);
        var body = JsonNodeFactory.instance.objectNode();
        body.put("model", "gpt://%s/%s".formatted(folder.of(model), providerModel));
        var messages = JsonObjects.askedFor(request).messages();
        body.set("messages", OpenAiMessagesTranslation.messages(messages, own, models.sees(providerModel)));
        addStream(body, request);
        addTemperature(body, request, own, ignored);
        if (request.maxTokens() != null) {
            body.put("max_tokens", request.maxTokens());
        }
        addReasoning(body, request, providerModel, ignored);
        OpenAiToolsTranslation.addTo(body, request, own, ignored);
        addResponseFormat(body, request);
        return new Translated(JsonBody.bytes(body), ignored.stream().sorted().toList());
    }

    /** Open models count in any case; should others learn to, they are asked. */
    private static void addStream(ObjectNode body, ChatCompletionRequest request) {
        body.put("stream", request.stream());
        if (request.stream()) {
            body.putObject("stream_options").put("include_usage", true);
        }
    }

    private static void addTemperature(
            ObjectNode body, ChatCompletionRequest request, boolean own, List<String> ignored) {
        var temperature = request.temperature();
        if (temperature == null) {
            return;
        }
        var tooHot = own && temperature > HOTTEST_OWN;
        body.put("temperature", tooHot ? HOTTEST_OWN : temperature);
        if (tooHot) {
            ignored.add("temperature");
        }
    }

    private void addReasoning(
            ObjectNode body, ChatCompletionRequest request, String providerModel, List<String> ignored) {
        var wanted = request.reasoningEffort();
        if (wanted == null) {
            return;
        }
        var effort = effort(wanted);
        if (effort.isEmpty()) {
            return;
        }
        if (models.reasons(providerModel)) {
            body.put("reasoning_effort", effort);
        } else {
            ignored.add("reasoning_effort");
        }
    }

    /** The nearest of the three efforts there are; empty for none at all. */
    private static String effort(String effort) {
        return switch (effort) {
            case "none" -> "";
            case "minimal", "low" -> "low";
            case "medium" -> "medium";
            case "high", "xhigh" -> "high";
            default ->
                throw new InvalidParameterException(
                        "reasoning_effort",
                        "invalid_value",
                        "'reasoning_effort' is none, minimal, low, medium, high or xhigh.");
        };
    }

    private static void addResponseFormat(ObjectNode body, ChatCompletionRequest request) {
        switch (request.responseFormat()) {
            case null -> {}
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ ->
                body.putObject("response_format").put("type", "json_object");
            case ResponseFormat.JsonSchema format -> {
                var schema = body.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema");
                schema.put("name", format.name()).set("schema", format.schema());
                if (format.strict()) {
                    schema.put("strict", true);
                }
            }
        }
    }
}
