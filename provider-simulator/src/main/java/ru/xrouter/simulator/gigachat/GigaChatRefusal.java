package ru.xrouter.simulator.gigachat;

import io.vertx.core.buffer.Buffer;
import ru.xrouter.simulator.answer.Json;

/** An error as GigaChat's API host words it. */
final class GigaChatRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    GigaChatRefusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static GigaChatRefusal invalid(String what) {
        return new GigaChatRefusal(422, "Invalid params: " + what);
    }

    static GigaChatRefusal badRequest(String message) {
        return new GigaChatRefusal(400, message);
    }

    static GigaChatRefusal noSuchModel() {
        return new GigaChatRefusal(404, "No such model");
    }

    static GigaChatRefusal noSuchFile() {
        return new GigaChatRefusal(404, "No such file");
    }

    static GigaChatRefusal tooManyRequests() {
        return new GigaChatRefusal(429, "Too Many Requests");
    }

    /** The error of a status asked for by a knob. */
    static GigaChatRefusal ofStatus(int status) {
        return new GigaChatRefusal(
                status,
                switch (status) {
                    case 400 -> "Bad request";
                    case 401 -> "Unauthorized";
                    case 402 -> "Payment Required";
                    case 403 -> "Permission denied";
                    case 404 -> "No such model";
                    case 413 -> "Payload too large";
                    case 422 -> "Unprocessable Entity";
                    case 429 -> "Too Many Requests";
                    case 502 -> "Bad Gateway";
                    case 503 -> "Service Unavailable";
                    case 504 -> "Gateway Timeout";
                    default -> "Internal Server Error";
                });
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
        var json = new StringBuilder("{\"status\":").append(status).append(",\"message\":");
        return Buffer.buffer(
                Json.quote(json, String.valueOf(getMessage())).append("}\n").toString());
    }
}
