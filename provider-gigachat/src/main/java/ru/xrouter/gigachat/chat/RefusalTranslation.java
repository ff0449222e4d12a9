package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.RetryAfter;

/**
 * Translates GigaChat's refusals, {@code {"status","message"}} or whatever a balancer says. Pure. In a
 * failure the provider's text is only ever recognised, never repeated.
 */
final class RefusalTranslation {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern INVALID_PARAM =
            Pattern.compile("invalid params: (?:model_options\\.)?([a-z_]+(?:\\.[a-z]+)?) must ");
    private static final Pattern FIELD = Pattern.compile("field '(properties|parameters|items)[^']*' is missing");
    private static final Pattern TOO_LONG =
            Pattern.compile("(token|context|prompt).*(too many|too long|limit|exceed|maximum|more than|length)"
                    + "|(too many|exceed|maximum|more than).*(token|context)");
    private static final Map<String, String> OPENAI_NAMES = Map.of(
            "functions", "tools",
            "function_call", "tool_choice",
            "tool_config.mode", "tool_choice",
            "reasoning.effort", "reasoning_effort",
            "response_format.type", "response_format");

    private RefusalTranslation() {}

    /** Whether GigaChat no longer has a file that the request attaches. */
    static boolean isFileGone(ProviderRefusal refusal) {
        return refusal.status() == 404 && message(refusal.body()).contains("file");
    }

    /** What GigaChat says itself; that we have no money or no permission there is not for callers. */
    static String words(ProviderRefusal refusal) {
        return switch (refusal.status()) {
            case 401, 402, 403 -> "";
            default -> text(refusal.body());
        };
    }

    /** What GigaChat says of an error in place of an answer. */
    static String words(JsonNode error) {
        return switch (error.path("status").asInt(0)) {
            case 401, 402, 403 -> "";
            default -> {
                var inner = error.path("error");
                yield inner.isTextual()
                        ? inner.textValue()
                        : (inner.isObject() ? inner : error).path("message").asText("");
            }
        };
    }

    static ProviderFailure failure(ProviderRefusal refusal) {
        var status = refusal.status();
        var content = refusal.operation().content();
        return switch (status) {
            case 400, 422 -> invalid(status, message(refusal.body()), content);
            case 401 -> new ProviderFailure.BadCredentials();
            case 413 ->
                new ProviderFailure.InvalidRequest(
                        "The request is too large for this model.", content, "context_length_exceeded");
            case 429 -> new ProviderFailure.RateLimited(RetryAfter.parse(refusal.retryAfter()));
            // No money, no permission, no such model: the operator's to mend, and another provider may serve.
            default -> new ProviderFailure.Unavailable("status " + status);
        };
    }

    private static ProviderFailure invalid(int status, String message, @Nullable String content) {
        if (message.contains("json syntax")) {
            return new ProviderFailure.Unavailable("status %d: we sent invalid JSON".formatted(status));
        }
        if (TOO_LONG.matcher(message).find()) {
            return new ProviderFailure.InvalidRequest(
                    "The request is longer than the context of this model.", content, "context_length_exceeded");
        }
        if (message.contains("does not support functions")) {
            return new ProviderFailure.InvalidRequest(
                    "This model does not support tools.", "tools", "unsupported_parameter");
        }
        if (message.contains("does not support attachments")) {
            return new ProviderFailure.InvalidRequest("This model sees no images.", content, "unsupported_value");
        }
        var param = param(message, content);
        return new ProviderFailure.InvalidRequest(
                param == null
                        ? "The provider does not accept this request."
                        : "The provider does not accept the value of '%s'.".formatted(param),
                param,
                "invalid_value");
    }

    private static @Nullable String param(String message, @Nullable String content) {
        var invalid = INVALID_PARAM.matcher(message);
        if (invalid.find()) {
            return OPENAI_NAMES.getOrDefault(invalid.group(1), invalid.group(1));
        }
        if (FIELD.matcher(message).find()) {
            return "tools";
        }
        if (message.contains("message") || message.contains("function call must have a result")) {
            return content;
        }
        return message.contains("function") ? "tools" : null;
    }

    /** The message in lower case; empty when there is none to be found. */
    private static String message(byte[] body) {
        return text(body).toLowerCase(Locale.ROOT);
    }

    private static String text(byte[] body) {
        try {
            return JSON.readTree(body).path("message").asText("");
        } catch (IOException _) {
            return "";
        }
    }
}
