package ru.xrouter.api.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One error as a client sees it, in OpenAI's shape. The message is written for the caller: it names what was wrong and
 * never holds a stack trace, a secret or another system's address.
 *
 * @param param the request parameter at fault, in the caller's spelling ({@code messages[2].content})
 * @param code what a program may switch on
 * @param retryAfter when to come back; sent as {@code retry-after}
 * @param metadata more for people, under {@code error.metadata}
 */
public record ApiError(
        int status,
        String type,
        String message,
        @Nullable String param,
        @Nullable String code,
        @Nullable Duration retryAfter,
        Map<String, String> metadata) {
    private static final JsonFactory JSON = new JsonFactory();

    public ApiError {
        metadata = Map.copyOf(metadata);
    }

    private static ApiError of(int status, String type, String message, @Nullable String param, @Nullable String code) {
        return new ApiError(status, type, message, param, code, null, Map.of());
    }

    public static ApiError invalid(String message, @Nullable String param, String code) {
        return of(400, "invalid_request_error", message, param, code);
    }

    public static ApiError invalidKey(String message) {
        return of(401, "invalid_request_error", message, null, "invalid_api_key");
    }

    public static ApiError insufficientCredits(String message) {
        return of(402, "insufficient_quota", message, null, "insufficient_credits");
    }

    /** The key may not spend so much, whatever the account has. */
    public static ApiError spendingCapReached(String message) {
        return of(402, "insufficient_quota", message, null, "spending_cap_reached");
    }

    public static ApiError forbidden(String message, String code) {
        return of(403, "permission_error", message, null, code);
    }

    public static ApiError modelNotFound(String model) {
        return of(
                404,
                "invalid_request_error",
                "The model '%s' does not exist. GET /v1/models lists those that do.".formatted(model),
                "model",
                "model_not_found");
    }

    public static ApiError notFound(String message) {
        return of(404, "invalid_request_error", message, null, "not_found");
    }

    public static ApiError methodNotAllowed(String message) {
        return of(405, "invalid_request_error", message, null, "method_not_allowed");
    }

    public static ApiError tooLarge(String message) {
        return of(413, "invalid_request_error", message, null, "request_too_large");
    }

    public static ApiError unsupportedMediaType(String message) {
        return of(415, "invalid_request_error", message, null, "unsupported_media_type");
    }

    /** @param kind what ran out: {@code requests}, {@code tokens} or {@code concurrency} */
    public static ApiError rateLimited(String message, String kind, Duration retryAfter) {
        return of(429, "rate_limit_error", message, null, "rate_limit_exceeded")
                .withRetryAfter(retryAfter)
                .withMetadata("limit", kind);
    }

    public static ApiError internal() {
        return of(
                500,
                "server_error",
                "Something went wrong on our side. The x-request-id of this response helps us find it.",
                null,
                "internal_error");
    }

    /** A provider failed us. */
    public static ApiError upstream(String message, String code) {
        return of(502, "upstream_error", message, null, code);
    }

    /** One of our own parts is not there; worth a retry. */
    public static ApiError unavailable(String message) {
        return of(503, "server_error", message, null, "service_unavailable").withRetryAfter(Duration.ofSeconds(1));
    }

    public static ApiError upstreamTimeout(String message, String code) {
        return of(504, "upstream_error", message, null, code);
    }

    public ApiError withRetryAfter(@Nullable Duration after) {
        return new ApiError(status, type, message, param, code, after, metadata);
    }

    public ApiError withMetadata(String key, String value) {
        var more = new TreeMap<>(metadata);
        more.put(key, value);
        return new ApiError(status, type, message, param, code, retryAfter, more);
    }

    /** The value of the {@code retry-after} header: whole seconds, never less than told. */
    public @Nullable String retryAfterSeconds() {
        return retryAfter == null ? null : Long.toString(Math.ceilDiv(retryAfter.toMillis(), 1000));
    }

    /** The JSON body {@code {"error": {…}}}; {@code message}, {@code type}, {@code param} and {@code code} always there. */
    public byte[] body() {
        var out = new ByteArrayOutputStream(256);
        try (var json = JSON.createGenerator(out)) {
            write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("error");
        json.writeStringField("message", message);
        json.writeStringField("type", type);
        json.writeStringField("param", param);
        json.writeStringField("code", code);
        if (!metadata.isEmpty()) {
            json.writeObjectFieldStart("metadata");
            for (var entry : new TreeMap<>(metadata).entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
