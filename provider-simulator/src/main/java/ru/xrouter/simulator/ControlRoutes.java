package ru.xrouter.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.gigachat.GigaChatRoutes;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.served.Served;
import ru.xrouter.simulator.yandex.YandexRoutes;

/** {@code /_sim/**}: where tests set knobs and ask what was served. */
final class ControlRoutes {
    private final GlobalKnobs knobs;
    private final Served served;
    private final GigaChatRoutes gigachat;
    private final YandexRoutes yandex;

    ControlRoutes(GlobalKnobs knobs, Served served, GigaChatRoutes gigachat, YandexRoutes yandex) {
        this.knobs = knobs;
        this.served = served;
        this.gigachat = gigachat;
        this.yandex = yandex;
    }

    void handle(HttpServerRequest request, String path, Buffer body) {
        switch (request.method().name() + " " + path) {
            case "GET /health" -> answer(request, Json.MAPPER.createObjectNode().put("status", "up"));
            case "GET /served" -> answer(request, served.toJson());
            case "GET /requests" -> answer(request, served.requests());
            case "GET /knobs" -> answer(request, knobs.toJson());
            case "PUT /knobs" -> putKnobs(request, body);
            case "DELETE /knobs" -> done(request, knobs::clear);
            case "DELETE /served" -> done(request, served::clear);
            case "DELETE /sessions" -> done(request, gigachat::forgetSessions);
            case "DELETE /files" -> done(request, gigachat::forgetFiles);
            case "DELETE /tokens" ->
                done(request, () -> {
                    gigachat.forgetTokens();
                    yandex.forgetTokens();
                });
            default -> refuse(request, 404, "no such control endpoint");
        }
    }

    private void putKnobs(HttpServerRequest request, Buffer body) {
        if (!(Json.parse(body) instanceof ObjectNode json)) {
            refuse(request, 400, "the body must be a JSON object");
            return;
        }
        try {
            knobs.put(json);
            answer(request, knobs.toJson());
        } catch (IllegalArgumentException e) {
            refuse(request, 400, String.valueOf(e.getMessage()));
        }
    }

    private static void done(HttpServerRequest request, Runnable action) {
        action.run();
        request.response().setStatusCode(204).end();
    }

    private static void answer(HttpServerRequest request, JsonNode json) {
        request.response().putHeader("content-type", "application/json").end(Json.text(json));
    }

    private static void refuse(HttpServerRequest request, int status, String message) {
        request.response().setStatusCode(status);
        answer(request, Json.MAPPER.createObjectNode().put("error", message));
    }
}
