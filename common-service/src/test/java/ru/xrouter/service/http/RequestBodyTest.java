package ru.xrouter.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static final int MAX = 1000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private URI server;

    @BeforeEach
    void listen() {
        var http = vertx.createHttpServer()
                .requestHandler(request -> RequestBody.read(request, MAX)
                        .onSuccess(body -> request.response().end("read " + body.length()))
                        .onFailure(_ -> request.response().setStatusCode(413).end()))
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        server = URI.create("http://localhost:" + http.actualPort());
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void readsUpToTheBound() throws Exception {
        assertThat(send(BodyPublishers.ofByteArray(new byte[MAX]))).isEqualTo("200 read 1000");
        assertThat(send(BodyPublishers.noBody())).isEqualTo("200 read 0");
    }

    @Test
    void refusesWhatIsAnnouncedTooLarge() throws Exception {
        assertThat(send(BodyPublishers.ofByteArray(new byte[MAX + 1]))).isEqualTo("413 ");
    }

    @Test
    void refusesWhatTurnsOutTooLarge() throws Exception {
        var parts = Stream.generate(() -> new byte[100]).limit(20).toList();

        assertThat(send(BodyPublishers.ofByteArrays(parts))).isEqualTo("413 ");
    }

    private String send(HttpRequest.BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(server).POST(body).build();
        var response = client.send(request, BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
