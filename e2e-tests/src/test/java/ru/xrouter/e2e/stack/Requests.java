package ru.xrouter.e2e.stack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Request bodies, and the models that the tests ask for. */
public final class Requests {
    /** A model of GigaChat. */
    public static final String GIGACHAT = "gigachat/GigaChat-2";
    /** A model of YandexGPT. */
    public static final String YANDEXGPT = "yandexgpt/yandexgpt-lite";
    /** A model of GigaChat that sees images. */
    public static final String GIGACHAT_VISION = "gigachat/GigaChat-2-Max";
    /** GigaChat's embeddings. */
    public static final String GIGACHAT_EMBEDDINGS = "gigachat/Embeddings";
    /** YandexGPT's embeddings. */
    public static final String YANDEXGPT_EMBEDDINGS = "yandexgpt/text-search-doc";
    /** A PNG of one pixel, in base64. */
    public static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static final JsonMapper JSON = new JsonMapper();

    private Requests() {}

    /** One user message. */
    public static String plain(String model, String message) {
        return body(Map.of("model", model, "messages", messages(message)));
    }

    /** One user message, answered as a stream with its usage at the end. */
    public static String streamed(String model, String message) {
        return body(Map.of(
                "model",
                model,
                "messages",
                messages(message),
                "stream",
                true,
                "stream_options",
                Map.of("include_usage", true)));
    }

    /** One user message with a picture. */
    public static String showing(String model, String message, String image) {
        var content = List.of(
                Map.of("type", "text", "text", message),
                Map.of("type", "image_url", "image_url", Map.of("url", image)));
        return body(Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", content))));
    }

    /** One user message with a list of models to fall back to. */
    public static String withFallback(String model, List<String> models, String message) {
        return body(Map.of("model", model, "models", models, "messages", messages(message)));
    }

    /** A trace id of our own, by which a call is found at the provider. */
    public static String traceId() {
        var random = ThreadLocalRandom.current();
        return "%016x%016x".formatted(random.nextLong() | 1, random.nextLong());
    }

    /** The header value that starts a trace. */
    public static String traceparent(String traceId) {
        return "00-%s-00f067aa0ba902b7-01".formatted(traceId);
    }

    private static List<Map<String, String>> messages(String message) {
        return List.of(Map.of("role", "user", "content", message));
    }

    private static String body(Map<String, Object> members) {
        return JSON.valueToTree(members).toString();
    }
}
