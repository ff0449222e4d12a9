package ru.xrouter.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import ru.xrouter.api.http.Headers;

/** Calls the router as the gateway does. */
final class FakeGateway {
    static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client;
    private final Context loop;
    private final int port;

    /** A whole response. */
    record Answer(String generationId, int status, MultiMap headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String code() {
            return json().at("/error/code").asText();
        }
    }

    /** A response whose body is still coming. */
    record Open(String generationId, HttpClientRequest request, HttpClientResponse response, Buffer soFar) {
        void awaitText(String text) {
            Blocking.until(() -> text().contains(text));
        }

        String text() {
            synchronized (soFar) {
                return soFar.toString();
            }
        }

        void leave() {
            request.reset(8);
        }

        /** Ends as a gateway does that is killed. */
        void die() {
            Blocking.get(request.connection().close());
        }
    }

    FakeGateway(Vertx vertx, int port) {
        this.port = port;
        this.loop = vertx.getOrCreateContext();
        client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    Answer chat(String account, String body) {
        return post("/v1/chat/completions", account, body);
    }

    /** With one more header. */
    Answer chat(String account, String body, String header, String value) {
        return chat(account, body, Map.of(header, value));
    }

    /** By an account of which tokens were taken. */
    Answer chat(String account, String body, String reservation, long takenAt) {
        return chat(
                account,
                body,
                Map.of(Headers.TOKEN_RESERVATION, reservation, Headers.TOKENS_TAKEN_AT, Long.toString(takenAt)));
    }

    private Answer chat(String account, String body, Map<String, String> headers) {
        var generation = "gen-" + UUID.randomUUID();
        return onLoop(() -> request(HttpMethod.POST, "/v1/chat/completions", account, generation)
                .compose(request -> {
                    headers.forEach(request::putHeader);
                    return request.send(Buffer.buffer(body));
                })
                .compose(response -> whole(generation, response)));
    }

    Answer post(String path, String account, String body) {
        return post(path, account, "gen-" + UUID.randomUUID(), body);
    }

    Answer post(String path, String account, String generation, String body) {
        return onLoop(() -> request(HttpMethod.POST, path, account, generation)
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(response -> whole(generation, response)));
    }

    Answer call(HttpMethod method, String path) {
        return onLoop(() -> request(method, path, "acct", "gen-none")
                .compose(HttpClientRequest::send)
                .compose(response -> whole("gen-none", response)));
    }

    /** The client must be used on an event loop: elsewhere a body may come before anybody listens for it. */
    private <T> T onLoop(Supplier<Future<T>> call) {
        var done = Promise.<T>promise();
        loop.runOnContext(_ -> call.get().onComplete(done));
        return Blocking.get(done.future());
    }

    private static Future<Answer> whole(String generation, HttpClientResponse response) {
        return response.body()
                .map(body -> new Answer(generation, response.statusCode(), response.headers(), body.toString()));
    }

    /** Sends a request without waiting for its answer. */
    HttpClientRequest begin(String account, String generation, String body) {
        return onLoop(() -> request(HttpMethod.POST, "/v1/chat/completions", account, generation)
                .onSuccess(request -> request.send(Buffer.buffer(body))));
    }

    /** With one more header. */
    HttpClientRequest begin(String account, String generation, String body, String header, String value) {
        return onLoop(() -> request(HttpMethod.POST, "/v1/chat/completions", account, generation)
                .onSuccess(request -> request.putHeader(header, value).send(Buffer.buffer(body))));
    }

    Open open(String account, String body) {
        var generation = "gen-" + UUID.randomUUID();
        var soFar = Buffer.buffer();
        return onLoop(() -> request(HttpMethod.POST, "/v1/chat/completions", account, generation)
                .compose(request -> request.send(Buffer.buffer(body)).map(head -> {
                    head.exceptionHandler(_ -> {});
                    head.handler(chunk -> {
                        synchronized (soFar) {
                            soFar.appendBuffer(chunk);
                        }
                    });
                    return new Open(generation, request, head, soFar);
                })));
    }

    private Future<HttpClientRequest> request(HttpMethod method, String path, String account, String generation) {
        return client.request(method, port, "127.0.0.1", path).map(request -> {
            request.headers()
                    .set("authorization", "Bearer local-service-token")
                    .set(Headers.ACCOUNT_ID, account)
                    .set(Headers.KEY_ID, "key-1")
                    .set(Headers.GENERATION_ID, generation);
            return request;
        });
    }
}
