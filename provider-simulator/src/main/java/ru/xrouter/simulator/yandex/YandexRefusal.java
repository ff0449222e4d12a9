package ru.xrouter.simulator.yandex;

import io.vertx.core.buffer.Buffer;
import ru.xrouter.simulator.answer.Json;

/** An error as the native API words it. */
final class YandexRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final int grpcCode;

    private YandexRefusal(int status, int grpcCode, String message) {
        super(message, null, false, false);
        this.status = status;
        this.grpcCode = grpcCode;
    }

    static YandexRefusal invalid(String message) {
        return new YandexRefusal(400, 3, message);
    }

    static YandexRefusal unauthenticated(String message) {
        return new YandexRefusal(401, 16, message);
    }

    static YandexRefusal notFound(String message) {
        return new YandexRefusal(404, 5, message);
    }

    static YandexRefusal tooManySessions() {
        return new YandexRefusal(
                429, 8, "ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed 10 requests");
    }

    static YandexRefusal tooManyPerHour() {
        return new YandexRefusal(
                429,
                8,
                "ai.textGenerationCompletionRequestsPerHour.rate rate quota limit exceed: allowed 100 requests");
    }

    /** The error of a status asked for by a knob. */
    static YandexRefusal ofStatus(int status) {
        return switch (status) {
            case 400 -> invalid("invalid argument");
            case 401 -> unauthenticated("The token is invalid");
            case 403 ->
                new YandexRefusal(403, 7, "Permission to [resource-manager.folder b1gsimulator00000000] denied");
            case 404 -> notFound("not found");
            case 429 -> tooManySessions();
            case 499 -> new YandexRefusal(499, 1, "cancelled");
            case 503 -> new YandexRefusal(503, 14, "service unavailable");
            case 504 -> new YandexRefusal(504, 4, "deadline exceeded");
            default -> new YandexRefusal(status, 13, "internal error");
        };
    }

    int status() {
        return status;
    }

    /** The balancer answers 502 itself, and in HTML. */
    boolean isHtml() {
        return status == 502;
    }

    Buffer body() {
        if (isHtml()) {
            return Buffer.buffer("<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>\n");
        }
        var json = new StringBuilder("{\"error\":{\"grpcCode\":").append(grpcCode);
        json.append(",\"httpCode\":").append(status).append(",\"message\":");
        Json.quote(json, String.valueOf(getMessage()));
        json.append(",\"httpStatus\":\"").append(reason()).append("\",\"details\":[]}}");
        return Buffer.buffer(json.toString());
    }

    /** The other form of error, {@code google.rpc.Status}, which IAM uses. */
    Buffer statusBody() {
        var json = new StringBuilder("{\"code\":").append(grpcCode).append(",\"message\":");
        return Buffer.buffer(Json.quote(json, String.valueOf(getMessage()))
                .append(",\"details\":[]}")
                .toString());
    }

    private String reason() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            case 499 -> "Client Closed Request";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Internal Server Error";
        };
    }
}
