package ru.xrouter.auth.credential;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** router-service, which asks a provider: it accepts what begins with {@code good}. */
public class FakeRouter implements QuarkusTestResourceLifecycleManager {
    /** Bodies of the checks so far. */
    static final Queue<String> CHECKED = new ConcurrentLinkedQueue<>();

    private final Vertx vertx = Vertx.vertx();

    @Override
    public Map<String, String> start() {
        var server = vertx.createHttpServer()
                .requestHandler(FakeRouter::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return Map.of("xrouter.auth.router-url", "http://127.0.0.1:" + server.actualPort());
    }

    private static void answer(HttpServerRequest request) {
        if (request.path().equals("/internal/own-credentials")) {
            request.response().end("{\"fee_percent\":\"5\",\"providers\":[\"gigachat\",\"yandexgpt\"]}");
            return;
        }
        request.body().onSuccess(body -> {
            CHECKED.add(body.toString());
            var known = request.path().startsWith("/internal/providers/gigachat/")
                    && "Bearer local-service-token".equals(request.getHeader("authorization"));
            var away = body.toString().contains("away");
            request.response()
                    .setStatusCode(!known ? 404 : away ? 503 : 200)
                    .end("{\"valid\":%s}".formatted(body.toString().startsWith("{\"secret\":\"good")));
        });
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
