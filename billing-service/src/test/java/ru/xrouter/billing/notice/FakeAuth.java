package ru.xrouter.billing.notice;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** auth-service, which is asked to mail people. */
public final class FakeAuth implements QuarkusTestResourceLifecycleManager {
    private final Vertx vertx = Vertx.vertx();
    private final Mailed mailed = new Mailed();

    @Override
    public Map<String, String> start() {
        var server = vertx.createHttpServer()
                .requestHandler(mailed::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return Map.of("xrouter.billing.auth-url", "http://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(mailed, new TestInjector.MatchesType(Mailed.class));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** What was asked for, by account. */
    public static final class Mailed {
        private final Map<String, List<String>> bodies = new ConcurrentHashMap<>();
        private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

        void answers(String account, int status) {
            statuses.put(account, status);
        }

        List<String> to(String account) {
            return bodies.getOrDefault(account, List.of());
        }

        private void take(HttpServerRequest request) {
            var parts = request.path().split("/", -1);
            var ours = request.path().matches("/internal/accounts/[^/]+/low-balance")
                    && "Bearer local-service-token".equals(request.getHeader("authorization"));
            if (!ours) {
                request.response().setStatusCode(401).end();
                return;
            }
            var account = parts[3];
            request.body().onSuccess(body -> {
                bodies.computeIfAbsent(account, _ -> new CopyOnWriteArrayList<>())
                        .add(body.toString());
                request.response()
                        .setStatusCode(statuses.getOrDefault(account, 200))
                        .putHeader("content-type", "application/json")
                        .end("{\"mailed\":1}");
            });
        }
    }
}
