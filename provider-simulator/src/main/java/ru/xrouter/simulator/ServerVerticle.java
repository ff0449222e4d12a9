package ru.xrouter.simulator;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.exchange.RequestBody;
import ru.xrouter.simulator.gigachat.GigaChatRoutes;
import ru.xrouter.simulator.payment.PaymentPage;
import ru.xrouter.simulator.yandex.YandexRoutes;

/** One event loop's share of the server: HTTP/1.1, and HTTP/2 where TLS agrees on it. */
final class ServerVerticle extends AbstractVerticle {
    private static final System.Logger LOG = System.getLogger(ServerVerticle.class.getName());
    private static final String GIGACHAT = "/gigachat";
    private static final String YANDEX = "/yandex";
    private static final String CONTROL = "/_sim";
    private static final String PAYMENTS = "/pay";

    private final int wantedPort;
    private final @Nullable Tls tls;
    private final ControlRoutes control;
    private final GigaChatRoutes gigachat;
    private final YandexRoutes yandex;
    private final @Nullable PaymentPage payments;
    private @Nullable HttpServer server;

    ServerVerticle(
            int wantedPort,
            @Nullable Tls tls,
            ControlRoutes control,
            GigaChatRoutes gigachat,
            YandexRoutes yandex,
            @Nullable PaymentPage payments) {
        this.wantedPort = wantedPort;
        this.tls = tls;
        this.control = control;
        this.gigachat = gigachat;
        this.yandex = yandex;
        this.payments = payments;
    }

    @Override
    public void start(Promise<Void> started) {
        var created = vertx.createHttpServer(options()).requestHandler(this::route);
        created.listen(wantedPort, "0.0.0.0").<Void>mapEmpty().onComplete(started);
        server = created;
    }

    int port() {
        return server == null ? wantedPort : server.actualPort();
    }

    private HttpServerOptions options() {
        var options = new HttpServerOptions()
                .setMaxHeaderSize(32 * 1024)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(100_000));
        // Else it takes the upgrade of Java's own client, which then waits forever for a long answer that was too
        // quick.
        options.setHttp2ClearTextEnabled(false);
        options.setTcpNoDelay(true).setAcceptBacklog(4096);
        if (tls != null) {
            tls.apply(options);
        }
        return options;
    }

    private void route(HttpServerRequest request) {
        RequestBody.read(request, longest(request.path()), body -> {
            try {
                dispatch(request, request.path(), body);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a request could not be served", e);
                request.response().setStatusCode(500).end("the simulator failed, see its log\n");
            }
        });
    }

    private static int longest(@Nullable String path) {
        return GigaChatRoutes.longestBody(
                path != null && path.startsWith(GIGACHAT) ? path.substring(GIGACHAT.length()) : "");
    }

    private void dispatch(HttpServerRequest request, @Nullable String path, Buffer body) {
        if (path == null) {
            notFound(request);
        } else if (path.startsWith(GIGACHAT)) {
            gigachat.handle(request, path.substring(GIGACHAT.length()), body);
        } else if (path.startsWith(YANDEX)) {
            yandex.handle(request, path.substring(YANDEX.length()), body);
        } else if (payments != null && path.startsWith(PAYMENTS)) {
            payments.handle(request, path.substring(PAYMENTS.length()));
        } else if (path.startsWith(CONTROL)) {
            control.handle(request, path.substring(CONTROL.length()), body);
        } else {
            notFound(request);
        }
    }

    private static void notFound(HttpServerRequest request) {
        request.response().setStatusCode(404).end("paths begin with /gigachat, /yandex or /_sim\n");
    }
}
