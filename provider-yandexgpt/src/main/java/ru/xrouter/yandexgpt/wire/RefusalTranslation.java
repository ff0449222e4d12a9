package ru.xrouter.yandexgpt.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.adapter.ProviderFailure.BadCredentials;
import ru.xrouter.api.adapter.ProviderFailure.InvalidRequest;
import ru.xrouter.api.adapter.ProviderFailure.RateLimited;
import ru.xrouter.api.adapter.ProviderFailure.Unavailable;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.RetryAfter;

/**
 * Translates refusals, in YandexGPT's own form, as {@code google.rpc.Status}, in OpenAI's, or in none at all. In a failure the
 * provider's text decides but is never repeated: it may name folders and accounts.
 */
public final class RefusalTranslation {
    private static final ObjectReader JSON = new JsonMapper().reader();
    private static final Pattern CONTEXT =
            Pattern.compile("input tokens must be no more than (\\d{1,9}), got (\\d{1,9})", Pattern.CASE_INSENSITIVE);
    private static final Pattern TEXT_LENGTH =
            Pattern.compile("text length is (\\d{1,12}), which is outside the range", Pattern.CASE_INSENSITIVE);

    private static final int LEAST_HTTP_ERROR = 400;

    /** Too many generations at the same time: one of them ends soon. */
    private static final Duration A_GENERATION = Duration.ofSeconds(2);

    /** Too many in a window of time that may be as long as an hour. */
    private static final Duration A_WINDOW = Duration.ofMinutes(1);

    private RefusalTranslation() {}

    /** Reads an answer with another status than 200. */
    public static ProviderFailure refusal(ProviderRefusal refusal) {
        return failure(refusal.operation(), refusal.status(), message(parse(refusal.body())), refusal.retryAfter());
    }

    /** What Yandex says itself; that we have no money or no permission there is not for callers. */
    public static String words(ProviderRefusal refusal) {
        return words(refusal.status(), parse(refusal.body()));
    }

    private static String words(int status, JsonNode root) {
        return switch (status) {
            case 401, 402, 403 -> "";
            default -> message(root);
        };
    }

    /** An error that came in place of an answer with status 200; it tells the status itself. */
    public static ProviderFailureException inPlaceOfAnAnswer(Operation operation, JsonNode root) {
        var status = statusOf(root);
        return new ProviderFailureException(failure(operation, status, message(root), null), words(status, root));
    }

    private static ProviderFailure failure(
            Operation operation, int status, String message, @Nullable String retryAfter) {
        return switch (status) {
            case 400, 413, 422 -> invalid(message, operation.content());
            case 401, 402, 403 -> new BadCredentials();
            case 429 -> new RateLimited(retryAfter(message, retryAfter));
            default -> new Unavailable("status %d".formatted(status));
        };
    }

    /** A bad request is the caller's, unless it is about what the operator or this adapter put into it. */
    private static ProviderFailure invalid(String message, @Nullable String content) {
        var words = message.toLowerCase(Locale.ROOT);
        if (words.contains("folder") && words.contains("does not match")) {
            return new BadCredentials();
        }
        if (words.contains("model_uri") || words.contains("modeluri")) {
            return new Unavailable("unknown model");
        }
        var context = CONTEXT.matcher(message);
        if (context.find()) {
            return new InvalidRequest(
                    "This model's maximum context length is %s tokens. However, your request resulted in %s tokens."
                            .formatted(context.group(1), context.group(2)),
                    content,
                    "context_length_exceeded");
        }
        var length = TEXT_LENGTH.matcher(message);
        if (length.find()) {
            return textLength(length.group(1), content);
        }
        return invalidParameter(words, content);
    }

    private static InvalidRequest textLength(String length, @Nullable String content) {
        return length.equals("0")
                ? new InvalidRequest("A text must not be empty.", content, "invalid_value")
                : new InvalidRequest(
                        "A text of %s characters is too long for this model.".formatted(length),
                        content,
                        "context_length_exceeded");
    }

    private static InvalidRequest invalidParameter(String words, @Nullable String content) {
        var param = param(words, content);
        return new InvalidRequest(
                param == null
                        ? "The provider refused the request as invalid."
                        : "The provider refused the value of '%s'.".formatted(param),
                param,
                "invalid_value");
    }

    private static @Nullable String param(String words, @Nullable String content) {
        if (words.contains("temperature")) {
            return "temperature";
        }
        if (words.contains("maxtokens") || words.contains("max_tokens")) {
            return "max_tokens";
        }
        if (words.contains("toolchoice") || words.contains("tool_choice")) {
            return "tool_choice";
        }
        if (words.contains("jsonschema") || words.contains("json_schema") || words.contains("jsonobject")) {
            return "response_format";
        }
        if (words.contains("tool") || words.contains("function")) {
            return "tools";
        }
        return words.contains("message") ? content : null;
    }

    private static @Nullable Duration retryAfter(String message, @Nullable String header) {
        var told = RetryAfter.parse(header);
        if (told != null) {
            return told;
        }
        if (message.contains("gauge")) {
            return A_GENERATION;
        }
        return message.contains("rate quota") ? A_WINDOW : null;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException _) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static JsonNode error(JsonNode root) {
        return root.hasNonNull("error") ? root.get("error") : root;
    }

    /** The text of an error in any of its forms: a text, an object with a message, or an object with an error again. */
    private static String message(JsonNode root) {
        var error = error(root);
        var inner = error.isTextual() ? error : error.path("message");
        if (!inner.isTextual() && error.hasNonNull("error")) {
            inner = error.get("error").isTextual()
                    ? error.get("error")
                    : error.get("error").path("message");
        }
        return inner.asText("");
    }

    /** The status that an error tells, in the native form, as {@code google.rpc.Status}, in OpenAI's form, or in its text. */
    private static int statusOf(JsonNode root) {
        var error = error(root);
        var http = error.path("httpCode").asInt(0);
        if (http != 0) {
            return http;
        }
        var code = error.path("grpcCode").asInt(error.path("code").asInt(0));
        if (code >= LEAST_HTTP_ERROR) {
            return code;
        }
        if (code != 0) {
            return httpStatus(code);
        }
        return statusOf(error.path("type").asText(""), message(root));
    }

    private static int statusOf(String openAiType, String message) {
        return switch (openAiType) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "permission_error" -> 403;
            case "rate_limit_error" -> 429;
            default -> {
                if (CONTEXT.matcher(message).find()) {
                    yield 400;
                }
                yield message.contains("quota limit exceed") ? 429 : 500;
            }
        };
    }

    /** gRPC's standard mapping. */
    private static int httpStatus(int grpcCode) {
        return switch (grpcCode) {
            case 3, 9, 11 -> 400;
            case 4 -> 504;
            case 5 -> 404;
            case 7 -> 403;
            case 8 -> 429;
            case 14 -> 503;
            case 16 -> 401;
            default -> 500;
        };
    }
}
