package ru.xrouter.provider.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderRequest;

/**
 * One call of the provider: wait for a place, authorize, send, and again with a fresher authorization after a 401. Ends
 * with one word to its listener, or with none when it was abandoned. Lives on one event loop.
 */
final class ProviderLeg {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final int UNAUTHORIZED = 401;

    /** What this replica held, and what another replica had left for it; the next is fetched from the provider. */
    private static final int MOST_REJECTED = 2;

    private final Upstream upstream;
    private final ProviderRequest request;
    private final AdapterCall call;
    private final Listener listener;

    private @Nullable Authorization credentials;
    private ProviderGate.@Nullable Pass pass;
    private @Nullable HttpClientRequest outgoing;
    private @Nullable String authorization;
    private boolean admitted;
    private int rejected;
    private boolean told;
    private boolean abandoned;

    /** What becomes of the call. */
    interface Listener {
        /** The head of a 200; its body is the listener's from here on, a broken connection too. */
        void answered(HttpClientResponse incoming);

        void failed(ProviderFailure failure);

        /** Translates any other status. */
        ProviderFailure refusal(HttpClientResponse incoming, Buffer body);
    }

    ProviderLeg(Upstream upstream, ProviderRequest request, AdapterCall call, Listener listener) {
        this.upstream = upstream;
        this.request = request;
        this.call = call;
        this.listener = listener;
    }

    void start() {
        var entering = gate().pass(upstream.vertx.getOrCreateContext(), this::admitted);
        pass = entering;
        if (!entering.enter()) {
            fail(new ProviderFailure.RateLimited(BUSY));
        }
    }

    /** The provider allows so many calls to each contract, not to us alone. */
    private ProviderGate gate() {
        var own = call.credential();
        return own == null ? upstream.gate : upstream.customerGates.of(own);
    }

    /** Stops the provider's work, if it still works, and gives the place to the next call. May be called again. */
    void abandon() {
        abandoned = true;
        if (outgoing != null) {
            outgoing.reset();
        }
        leave();
    }

    /** The answer has been read to its end. */
    void leave() {
        if (pass != null) {
            pass.leave();
        }
    }

    /** Whether other calls of the provider have to end before this one begins. */
    boolean isWaiting() {
        return !admitted;
    }

    private void admitted() {
        admitted = true;
        if (abandoned) {
            return;
        }
        try {
            var known = credentials();
            credentials = known;
            known.authorization()
                    .onSuccess(value -> {
                        authorization = value;
                        send();
                    })
                    .onFailure(this::lost);
        } catch (RuntimeException e) {
            lost(e);
        }
    }

    /** Sends once more, unless there is no other authorization than the one that was not accepted. */
    private void authorizeAgain(Authorization known, ProviderFailure failure) {
        rejected++;
        known.rejected(authorization);
        known.authorization()
                .onSuccess(value -> {
                    if (Objects.equals(value, authorization)) {
                        fail(failure);
                    } else {
                        authorization = value;
                        send();
                    }
                })
                .onFailure(this::lost);
    }

    private Authorization credentials() {
        var own = call.credential();
        return own == null ? upstream.provider.authorization() : upstream.provider.authorization(own);
    }

    private void send() {
        if (abandoned) {
            return;
        }
        upstream.clients.current().request(options()).onFailure(this::lost).onSuccess(fresh -> {
            outgoing = fresh;
            if (abandoned) {
                fresh.reset();
                return;
            }
            fresh.exceptionHandler(this::lost);
            sent(fresh).onSuccess(this::head).onFailure(this::lost);
        });
    }

    private Future<HttpClientResponse> sent(HttpClientRequest fresh) {
        return request.isGet() ? fresh.send() : fresh.send(Buffer.buffer(request.body()));
    }

    private RequestOptions options() {
        var options = new RequestOptions()
                .setMethod(request.isGet() ? HttpMethod.GET : HttpMethod.POST)
                .setAbsoluteURI(request.address(upstream.provider.apiUrl()))
                .putHeader(HttpHeaders.ACCEPT, request.streamed() ? EVENT_STREAM : JSON);
        if (!request.isGet()) {
            options.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        }
        if (authorization != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
        if (call.traceparent() != null) {
            options.putHeader(Headers.TRACEPARENT, call.traceparent());
        }
        request.headers().forEach(options::putHeader);
        return options;
    }

    private void head(HttpClientResponse incoming) {
        if (abandoned) {
            return;
        }
        if (incoming.statusCode() == 200) {
            told = true;
            listener.answered(incoming);
        } else {
            refused(incoming);
        }
    }

    private void refused(HttpClientResponse incoming) {
        AnswerBody.read(incoming, upstream.config.maxAnswer())
                .onFailure(this::lost)
                .onSuccess(body -> {
                    outgoing = null;
                    if (abandoned) {
                        return;
                    }
                    var failure = listener.refusal(incoming, body);
                    if (incoming.statusCode() == UNAUTHORIZED && rejected < MOST_REJECTED && credentials != null) {
                        authorizeAgain(credentials, failure);
                    } else {
                        fail(failure);
                    }
                });
    }

    private void lost(Throwable cause) {
        fail(
                switch (cause) {
                    case ProviderFailureException known -> known.failure();
                    case ConnectionPoolTooBusyException _ -> new ProviderFailure.RateLimited(BUSY);
                    default -> new ProviderFailure.Unavailable(cause.getClass().getSimpleName());
                });
    }

    private void fail(ProviderFailure failure) {
        if (!told && !abandoned) {
            told = true;
            leave();
            listener.failed(whoseFault(failure));
        }
    }

    /** Credentials of ours are the operator's to mend, a customer's own only the customer's. */
    private ProviderFailure whoseFault(ProviderFailure failure) {
        return failure instanceof ProviderFailure.BadCredentials && call.credential() != null
                ? new ProviderFailure.RefusedCredential()
                : failure;
    }
}
