package ru.xrouter.yandexgpt.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ResponseFormat;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.yandexgpt.conversation.JsonObjects;
import ru.xrouter.yandexgpt.conversation.UnsupportedParameters;
import ru.xrouter.yandexgpt.wire.Folder;
import ru.xrouter.yandexgpt.wire.JsonBody;

/**
 * Translates a chat completion request into YandexGPT's. Pure. What YandexGPT has no word for is either refused with
 * the parameter's name or listed as ignored, never dropped in silence.
 *
 * @param folder part of every model's URI
 * @param reasoningModels provider models that know a reasoning mode
 */
record ChatTranslation(Folder folder, Set<String> reasoningModels) {
    private static final double HOTTEST = 1;

    ChatTranslation {
        reasoningModels = Set.copyOf(reasoningModels);
    }

    /** A request's body, and the caller's parameters that it does not honour. */
    @SuppressWarnings("ArrayRecordComponent") // The body is handed on, never compared.
    record Translated(byte[] body, List<String> ignored) {}

    Translated translate(ChatCompletionRequest request, ProviderModel model) {
        UnsupportedParameters.refuse(request);
        var ignored = new ArrayList<>(UnsupportedParameters.ignored(request));
        var body = JsonNodeFactory.instance.objectNode();
        body.put("modelUri", "gpt://%s/%s".formatted(folder.of(model), model.name()));
        body.set("completionOptions", options(request, model.name(), ignored));
        body.set(
                "messages",
                MessagesTranslation.messages(JsonObjects.askedFor(request).messages()));
        ToolsTranslation.addTo(body, request);
        addResponseFormat(body, request);
        return new Translated(JsonBody.bytes(body), ignored.stream().sorted().toList());
    }

    private ObjectNode options(ChatCompletionRequest request, String providerModel, List<String> ignored) {
        var options = JsonNodeFactory.instance.objectNode();
        options.put("stream", request.stream());
        var temperature = request.temperature();
        if (temperature != null) {
            options.put("temperature", Math.min(temperature, HOTTEST));
            if (temperature > HOTTEST) {
                ignored.add("temperature");
            }
        }
        if (request.maxTokens() != null) {
            options.put("maxTokens", request.maxTokens().toString());
        }
        if (!reasoningModels.contains(providerModel)) {
            if (request.present().contains("reasoning_effort")) {
                ignored.add("reasoning_effort");
            }
        } else if (wantsReasoning(request)) {
            options.putObject("reasoningOptions").put("mode", "ENABLED_HIDDEN");
        }
        return options;
    }

    /** YandexGPT thinks or does not; all efforts but the least mean that it does. */
    private static boolean wantsReasoning(ChatCompletionRequest request) {
        var effort = request.reasoningEffort();
        return effort != null
                && switch (effort) {
                    case "none", "minimal" -> false;
                    case "low", "medium", "high", "xhigh" -> true;
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
            case ResponseFormat.JsonObject _ -> body.put("jsonObject", true);
            case ResponseFormat.JsonSchema format ->
                body.putObject("jsonSchema").set("schema", format.titled());
        }
    }
}
