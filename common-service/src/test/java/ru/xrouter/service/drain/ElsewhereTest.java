package ru.xrouter.service.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElsewhereTest {
    private static final long REFUSED_STREAM = 7;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    private final AtomicInteger seen = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void asksAgainWhereAReplicaIsLeaving() throws Exception {
        var port = serve((number, request) -> {
            if (number == 1) {
                request.response().setStatusCode(503).end();
            } else {
                request.response().end("here");
            }
        });
        assertThat(status(port)).isEqualTo(200);
        assertThat(seen).hasValue(2);
    }

    @Test
    void asksAgainWhereAStreamWasRefused() throws Exception {
        var port = serve((number, request) -> {
            if (number == 1) {
                request.response().reset(REFUSED_STREAM);
            } else {
                request.response().end("here");
            }
        });
        assertThat(status(port)).isEqualTo(200);
    }

    /** As Quarkus refuses, once its drain delay is over; HTTP/2 knows no such header. */
    @Test
    void asksAgainWhereTheRefusalIsMalformed() throws Exception {
        var port = serve((number, request) -> {
            if (number == 1) {
                request.response()
                        .setStatusCode(503)
                        .putHeader("connection", "close")
                        .end();
            } else {
                request.response().end("here");
            }
        });
        assertThat(status(port)).isEqualTo(200);
        assertThat(seen).hasValue(2);
    }

    @Test
    void takesA503WithABodyForAnAnswer() throws Exception {
        var port = serve((_, request) -> request.response()
                .setStatusCode(503)
                .putHeader("content-type", "application/json")
                .end("{}"));
        assertThat(status(port)).isEqualTo(503);
        assertThat(seen).hasValue(1);
    }

    @Test
    void neverRepeatsWhatMayHaveBegun() throws Exception {
        var port = serve((_, request) -> request.response().reset(2));
        assertThatThrownBy(() -> status(port)).isNotNull();
        assertThat(seen).hasValue(1);
    }

    @Test
    void givesUpAfterSomeTries() throws Exception {
        var port = serve((_, request) -> request.response().setStatusCode(503).end());
        assertThat(status(port)).isEqualTo(503);
        assertThat(seen).hasValue(3);
    }

    @Test
    void givesUpWhereNobodyListens() {
        assertThatThrownBy(() -> status(1)).hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void comesAgainWhereAPortIsClosedForAMoment() throws Exception {
        var closed = vertx.createHttpServer();
        var port = await(closed.requestHandler(_ -> {}).listen(0)).actualPort();
        await(closed.close());
        vertx.setTimer(
                100,
                _ -> vertx.createHttpServer()
                        .requestHandler(request -> request.response().end("here"))
                        .listen(port));

        assertThat(status(port)).isEqualTo(200);
    }

    private int serve(BiConsumer<Integer, HttpServerRequest> answer) throws Exception {
        var server = vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(
                        request -> request.body().onSuccess(_ -> answer.accept(seen.incrementAndGet(), request)));
        return await(server.listen(0)).actualPort();
    }

    private int status(int port) throws Exception {
        return await(Elsewhere.call(() ->
                        client.request(HttpMethod.POST, port, "localhost", "/").compose(this::send)))
                .statusCode();
    }

    private Future<HttpClientResponse> send(HttpClientRequest request) {
        return request.send(Buffer.buffer("body"));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
