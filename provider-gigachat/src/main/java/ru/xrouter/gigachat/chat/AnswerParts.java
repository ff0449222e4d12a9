package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.ToolCall;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.TokenEstimate;

/** The parts that a whole answer and a chunk of a stream have in common. */
final class AnswerParts {
    private static final JsonMapper JSON = new JsonMapper();

    private AnswerParts() {}

    static JsonNode object(byte[] bytes, int from) {
        try {
            var json = JSON.readTree(bytes, from, bytes.length - from);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException _) {
            // Not told apart from JSON that is no object.
        }
        throw new MalformedAnswerException("The answer is not a JSON object.");
    }

    /** Whether an object is an error in place of an answer. */
    static boolean isError(JsonNode json) {
        return json.hasNonNull("error") || json.hasNonNull("status");
    }

    static StreamStep failed(JsonNode error) {
        return new StreamStep.Failed(
                new ProviderFailure.Interrupted("error in the stream"), RefusalTranslation.words(error));
    }

    /** How much the model wrote in a message or a delta: text, reasoning and function calls alike. */
    static long codePoints(JsonNode message) {
        var written = TokenEstimate.codePoints(message.path("content").textValue())
                + TokenEstimate.codePoints(message.path("reasoning_content").textValue());
        var call = message.path("function_call");
        return call.isObject()
                ? written
                        + TokenEstimate.codePoints(call.path("name").textValue())
                        + TokenEstimate.codePoints(call.path("arguments").toString())
                : written;
    }

    /** A whole answer. */
    static JsonNode answer(byte[] body) {
        var json = object(body, 0);
        if (isError(json)) {
            throw new ProviderFailureException(
                    new ProviderFailure.Unavailable("error in place of an answer"), RefusalTranslation.words(json));
        }
        return json;
    }

    /** A member that is a string; null when there is none. */
    static @Nullable String text(JsonNode object, String name) {
        var value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new MalformedAnswerException("'%s' is not a string.".formatted(name));
        }
        return value.textValue();
    }

    /** The {@code function_call} of a message or delta; null when there is none. */
    static @Nullable ToolCall call(JsonNode message, ChatCompletionRequest request, int callsBefore) {
        var call = message.path("function_call");
        if (call.isMissingNode() || call.isNull()) {
            return null;
        }
        var name = text(call, "name");
        if (name == null) {
            throw new MalformedAnswerException("A function call has no name.");
        }
        var arguments = arguments(call.path("arguments"));
        var number = CallIds.callsSoFar(request) + callsBefore;
        var id = CallIds.of(text(message, "functions_state_id"), number, name, arguments);
        return new ToolCall(id, FunctionNames.fromGigaChat(name), arguments);
    }

    static String arguments(JsonNode arguments) {
        if (arguments.isMissingNode() || arguments.isNull()) {
            return "{}";
        }
        if (!arguments.isObject()) {
            throw new MalformedAnswerException("The arguments of a function call are not an object.");
        }
        return arguments.toString();
    }

    /** What stands behind the colon of {@code model}, as in {@code GigaChat-2:2.0.28.2}. */
    static @Nullable String modelVersion(JsonNode answer) {
        var model = text(answer, "model");
        var colon = model == null ? -1 : model.indexOf(':');
        return model == null || colon < 0 || colon == model.length() - 1 ? null : model.substring(colon + 1);
    }

    /** The {@code usage} of an answer; null when there is none. */
    static @Nullable Usage usage(JsonNode answer) {
        var usage = answer.path("usage");
        if (!usage.isObject()) {
            return null;
        }
        var prompt = count(usage, "prompt_tokens");
        var cached = Math.min(prompt, count(usage, "precached_prompt_tokens"));
        return new Usage(prompt, count(usage, "completion_tokens"), cached, 0, false);
    }

    static int count(JsonNode usage, String name) {
        var value = usage.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 0
                || value.intValue() > Usage.MOST_TOKENS) {
            throw new MalformedAnswerException("'%s' is not a count.".formatted(name));
        }
        return value.intValue();
    }

    /** Null for {@code error}, which is GigaChat's failure; unknown reasons mean that the answer has ended. */
    static @Nullable FinishReason finishReason(String reason, boolean called) {
        return switch (reason) {
            case "length" -> FinishReason.LENGTH;
            case "blacklist", "content_filter" -> FinishReason.CONTENT_FILTER;
            case "error" -> null;
            default -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }
}
