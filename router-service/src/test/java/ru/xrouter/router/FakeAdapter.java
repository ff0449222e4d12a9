package ru.xrouter.router;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;

/** An adapter that answers as it is told and remembers what it was asked. */
final class FakeAdapter implements AutoCloseable {
    static final String REPORT = "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5},\"finish_reason\":\"stop\","
            + "\"created\":1780000200,\"provider_request_id\":\"p-1\"}";

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger resets = new AtomicInteger();
    private volatile @Nullable String models;
    private volatile Consumer<HttpServerResponse> behaviour = answering("nothing set");

    /** One request as it came. */
    record Received(
            String path,
            String generationId,
            String accountId,
            String model,
            String providerModel,
            String authorization,
            @Nullable String emulate,
            @Nullable String requireParameters,
            @Nullable String credential,
            String body) {}

    FakeAdapter(Vertx vertx, URI url) {
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                .requestHandler(this::serve);
        Blocking.get(server.listen(url.getPort(), "127.0.0.1"));
    }

    private void serve(HttpServerRequest request) {
        var response = request.response();
        response.closeHandler(_ -> {
            if (!response.ended()) {
                resets.incrementAndGet();
            }
        });
        if (request.path().equals("/v1/models")) {
            list(request);
            return;
        }
        request.body().onSuccess(body -> {
            received.add(new Received(
                    request.path(),
                    request.getHeader(Headers.GENERATION_ID),
                    request.getHeader(Headers.ACCOUNT_ID),
                    request.getHeader(Headers.MODEL),
                    request.getHeader(Headers.PROVIDER_MODEL),
                    request.getHeader("authorization"),
                    request.getHeader(Headers.EMULATE),
                    request.getHeader(Headers.REQUIRE_PARAMETERS),
                    request.getHeader(Headers.PROVIDER_CREDENTIAL),
                    body.toString()));
            behaviour.accept(response);
        });
    }

    private void list(HttpServerRequest request) {
        var known = models;
        var token = request.getHeader("authorization");
        var status = token == null ? 401 : known == null ? 404 : 200;
        request.response().setStatusCode(status).end(known == null ? "" : known);
    }

    /** From now on the provider has a list of models. */
    void lists(String json) {
        models = json;
    }

    void does(Consumer<HttpServerResponse> next) {
        behaviour = next;
    }

    List<Received> received() {
        return received;
    }

    int resets() {
        return resets.get();
    }

    static Consumer<HttpServerResponse> answering(String text) {
        return response -> response.putHeader("content-type", "application/json")
                .putHeader(Headers.REPORT, REPORT)
                .putHeader(Headers.PROVIDER_TIME, "1234")
                .putHeader(Headers.IGNORED_PARAMETERS, "seed")
                .end("{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"%s\"}}]}".formatted(text));
    }

    /** As an adapter answers {@code /v1/tokenize}. */
    static Consumer<HttpServerResponse> counting(int tokens) {
        return response -> response.putHeader("content-type", "application/json")
                .end("{\"prompt_tokens\":%d,\"estimated\":false}".formatted(tokens));
    }

    static Consumer<HttpServerResponse> refusing(ProviderFailure failure) {
        return response -> {
            var error = failure.toApiError();
            response.setStatusCode(error.status()).putHeader(Headers.FAILURE, failure.wireName());
            if (error.retryAfterSeconds() != null) {
                response.putHeader(Headers.RETRY_AFTER, error.retryAfterSeconds());
            }
            response.putHeader("content-type", "application/json").end(Buffer.buffer(error.body()));
        };
    }

    /** Sends the head of a stream and the first events, and leaves the rest to the caller. */
    static HttpServerResponse streaming(HttpServerResponse response, String events) {
        response.putHeader("content-type", "text/event-stream; charset=utf-8").setChunked(true);
        response.write(events);
        return response;
    }

    static String report(int completionTokens, String more) {
        return "event: report\ndata: {\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":%d,\"estimated\":true},\"created\":1780000200%s}\n\n"
                .formatted(completionTokens, more);
    }

    @Override
    public void close() {
        Blocking.get(server.close());
    }
}
