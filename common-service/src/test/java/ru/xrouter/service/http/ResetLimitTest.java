package ru.xrouter.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResetLimitTest {
    private static final int RESETS = 1_000;
    private static final int A_STREAM_LONG_GONE = 1;
    private static final long STREAM_CLOSED = 5;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void aConnectionOutlivesTheResetsForLateFramesOfCancelledStreams() throws Exception {
        // Given
        var server = await(vertx.createHttpServer()
                .requestHandler(request -> request.response().end())
                .listen(0, "localhost"));
        var client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false))
                .withConnectHandler(ResetLimit::lift)
                .build();
        var first = await(client.request(HttpMethod.GET, server.actualPort(), "localhost", "/"));
        assertThat(await(first.send()).statusCode()).isEqualTo(200);
        // When
        var connection = (ConnectionBase) first.connection();
        var open = openAfterResets(connection);
        // Then
        assertThat(open).isTrue();
    }

    private static boolean openAfterResets(ConnectionBase connection) throws Exception {
        var channel = connection.channel();
        var open = new CompletableFuture<Boolean>();
        channel.eventLoop().execute(() -> {
            var handler = channel.pipeline().get(Http2ConnectionHandler.class);
            var context = channel.pipeline().context(handler);
            for (var i = 0; i < RESETS; i++) {
                var _ = handler.encoder()
                        .writeRstStream(context, A_STREAM_LONG_GONE, STREAM_CLOSED, context.newPromise());
            }
            open.complete(channel.isOpen() && !handler.connection().goAwaySent());
        });
        return open.get(10, TimeUnit.SECONDS);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
