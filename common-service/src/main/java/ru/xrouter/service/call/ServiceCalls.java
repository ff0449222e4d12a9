package ru.xrouter.service.call;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;

/** Calls another service of ours, with the service token, and waits for its answer; not to be used on an event loop. */
@Singleton
public class ServiceCalls {
    private final Context loop;
    private final ServiceClients clients;
    private final ServiceToken token;

    ServiceCalls(Vertx vertx, ServiceClients clients, ServiceToken token) {
        this.loop = vertx.getOrCreateContext();
        this.clients = clients;
        this.token = token;
    }

    /** What came of a call. */
    public sealed interface Outcome {
        record Answered(int status, Buffer body) implements Outcome {}

        /** @param kind of the failure, for the log */
        record Failed(String kind) implements Outcome {}
    }

    public Outcome get(String address, Duration patience) {
        return call(HttpMethod.GET, address, null, patience);
    }

    public Outcome post(String address, Buffer json, Duration patience) {
        return call(HttpMethod.POST, address, json, patience);
    }

    private Outcome call(HttpMethod method, String address, @Nullable Buffer json, Duration patience) {
        var outcome = new CompletableFuture<Outcome>();
        // Composed, so that whatever fails on the way to a request is an outcome too.
        loop.runOnContext(_ -> Future.succeededFuture(address)
                .compose(to -> answer(method, to, json))
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(outcome::complete)
                .onFailure(failure ->
                        outcome.complete(new Outcome.Failed(failure.getClass().getSimpleName()))));
        return outcome.join();
    }

    private Future<Outcome> answer(HttpMethod method, String address, @Nullable Buffer json) {
        var options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(address)
                .putHeader(HttpHeaders.AUTHORIZATION, token.authorization());
        if (json != null) {
            options.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        return Elsewhere.call(() -> clients.current().request(options).compose(request -> send(request, json)))
                .compose(response -> response.body().map(body -> new Outcome.Answered(response.statusCode(), body)));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, @Nullable Buffer json) {
        return json == null ? request.send() : request.send(json);
    }
}
