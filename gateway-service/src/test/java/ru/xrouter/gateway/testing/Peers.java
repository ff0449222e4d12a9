package ru.xrouter.gateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The services around the gateway, faked, one set for all tests of a run. */
public final class Peers {
    private static final Vertx VERTX = Vertx.vertx();
    private static final FakeAuth AUTH = new FakeAuth();
    private static final FakeRouter ROUTER = new FakeRouter();
    private static final FakeBilling BILLING = new FakeBilling();
    private static boolean started;
    private static @Nullable HttpServer router;

    private Peers() {}

    public static synchronized void start() {
        if (!started) {
            listen("auth")
                    .requestHandler(AUTH)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            router = listenAsRouter();
            listen("billing")
                    .requestHandler(BILLING)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            started = true;
        }
    }

    private static HttpServer listenAsRouter() {
        return listen("router")
                .requestHandler(ROUTER)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** Takes the router away while something is done. */
    public static synchronized void withoutRouter(Action action) throws InterruptedException {
        Objects.requireNonNull(router)
                .close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        try {
            action.run();
        } finally {
            router = listenAsRouter();
        }
    }

    /** What a test does. */
    public interface Action {
        void run() throws InterruptedException;
    }

    public static FakeAuth auth() {
        return AUTH;
    }

    public static FakeRouter router() {
        return ROUTER;
    }

    public static FakeBilling billing() {
        return BILLING;
    }

    private static HttpServer listen(String name) {
        var url = ConfigProvider.getConfig().getValue("xrouter.gateway." + name + "-url", URI.class);
        return VERTX.createHttpServer(new HttpServerOptions()
                .setPort(url.getPort())
                // As our services are set: every client that leaves resets a stream of a shared connection.
                .setHttp2RstFloodMaxRstFramePerWindow(100_000)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(1000)));
    }
}
