package ru.xrouter.gateway.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;

/** Calls other services of ours on the event loop; every call ends within the configured time. */
@Singleton
public class ServiceCalls {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final int HTTP_PORT = 80;
    private static final int LARGEST_ANSWER = 8 * 1024 * 1024;
    private static final long CANCEL = 8;

    private final Vertx vertx;
    private final ServiceClients clients;
    private final String authorization;
    private final long timeoutMillis;

    ServiceCalls(Vertx vertx, ServiceClients clients, ServiceToken token, GatewayConfig config) {
        this.vertx = vertx;
        this.clients = clients;
        this.authorization = token.authorization();
        this.timeoutMillis = config.callTimeout().toMillis();
    }

    /** How to reach a path of a service; the same options may serve any number of calls. */
    public static RequestOptions options(HttpMethod method, URI base, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(base.getHost())
                .setPort(base.getPort() < 0 ? HTTP_PORT : base.getPort())
                .setURI(path);
    }

    public Future<ServiceAnswer> get(URI base, String path) {
        return call(options(HttpMethod.GET, base, path), null, timeoutMillis);
    }

    public Future<ServiceAnswer> post(RequestOptions options, Buffer json) {
        return call(options, json, timeoutMillis);
    }

    /** Any method; no body is sent when it is null. */
    public Future<ServiceAnswer> send(RequestOptions options, @Nullable Buffer json) {
        return call(options, json, timeoutMillis);
    }

    /** The same for a call that takes longer than usual, because somebody outside is asked too. */
    public Future<ServiceAnswer> send(RequestOptions options, @Nullable Buffer json, Duration patience) {
        return call(options, json, patience.toMillis());
    }

    private Future<ServiceAnswer> call(RequestOptions options, @Nullable Buffer json, long patienceMillis) {
        var call = new Call(Promise.promise(), json);
        call.timer = vertx.setTimer(patienceMillis, _ -> call.fail(new CallTimedOutException()));
        Elsewhere.call(() -> clients.current().request(options).compose(call::send))
                .onSuccess(call::headed)
                .onFailure(call::fail);
        return call.promise.future();
    }

    private final class Call {
        private final Promise<ServiceAnswer> promise;
        private final @Nullable Buffer json;
        private final Buffer body = Buffer.buffer();
        private long timer;
        private @Nullable HttpClientRequest request;

        Call(Promise<ServiceAnswer> promise, @Nullable Buffer json) {
            this.promise = promise;
            this.json = json;
        }

        Future<HttpClientResponse> send(HttpClientRequest connected) {
            request = connected;
            if (promise.future().isComplete()) {
                connected.reset(CANCEL);
                return Future.failedFuture("The call is over.");
            }
            connected.putHeader(HttpHeaders.AUTHORIZATION, authorization);
            return json == null
                    ? connected.send()
                    : connected.putHeader(HttpHeaders.CONTENT_TYPE, JSON).send(json);
        }

        void headed(HttpClientResponse response) {
            response.exceptionHandler(this::fail);
            response.handler(this::append);
            response.endHandler(_ -> ended(response));
        }

        private void append(Buffer chunk) {
            if (body.length() + chunk.length() > LARGEST_ANSWER) {
                fail(new IllegalStateException("The answer is too large."));
            } else {
                body.appendBuffer(chunk);
            }
        }

        private void ended(HttpClientResponse response) {
            vertx.cancelTimer(timer);
            promise.tryComplete(
                    new ServiceAnswer(response.statusCode(), response.getHeader(HttpHeaders.CONTENT_TYPE), body));
        }

        void fail(Throwable cause) {
            vertx.cancelTimer(timer);
            if (promise.tryFail(cause) && request != null) {
                request.reset(CANCEL);
            }
        }
    }
}
