package ru.xrouter.gateway.testing;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** billing-service: answers the paths it was told of, 404 for all others. */
public final class FakeBilling implements Handler<HttpServerRequest> {
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    public void answer(String uri, String json) {
        answers.put(uri, json);
    }

    @Override
    public void handle(HttpServerRequest request) {
        var answer = answers.get(request.uri());
        if (answer == null) {
            request.response().setStatusCode(404).end("{}");
        } else if (answer.isEmpty()) {
            request.response().setStatusCode(503).end();
        } else {
            request.response().putHeader("content-type", "application/json").end(answer);
        }
    }
}
