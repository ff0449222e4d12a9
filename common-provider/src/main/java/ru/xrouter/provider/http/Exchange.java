package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderRequest;

/**
 * One request at the adapter: one or more calls of the provider, and one answer to the router. All calls end at once when the router leaves, when the time is up, or when one of them fails. Lives on one event loop.
 */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);

    private final Upstream upstream;
    private final AdapterCall call;
    private final List<String> ignored;
    private final HttpServerResponse response;
    private final List<ProviderLeg> legs = new ArrayList<>();
    private final long startedAt = System.nanoTime();

    private boolean over;
    private long timer;

    /** @param ignored the caller's parameters that cannot be honoured */
    Exchange(Upstream upstream, AdapterCall call, List<String> ignored, HttpServerResponse response) {
        this.upstream = upstream;
        this.call = call;
        this.ignored = ignored;
        this.response = response;
    }

    /** Begins to wait: no longer than this for the answer, or for its first part where it is streamed. */
    void begin(Duration patience) {
        response.exceptionHandler(_ -> cancel());
        response.closeHandler(_ -> cancel());
        timer = upstream.vertx.setTimer(patience.toMillis(), _ -> fail(new ProviderFailure.TimedOut(patience)));
    }

    /** A call of the provider, not yet started. */
    ProviderLeg leg(ProviderRequest request, Consumer<HttpClientResponse> answered, Consumer<ProviderFailure> failed) {
        var leg = new ProviderLeg(upstream, request, call.traceparent(), new ProviderLeg.Listener() {
            @Override
            public void answered(HttpClientResponse incoming) {
                answered.accept(incoming);
            }

            @Override
            public void failed(ProviderFailure failure) {
                failed.accept(failure);
            }

            @Override
            public ProviderFailure refusal(HttpClientResponse incoming, Buffer body) {
                return refused(incoming, body);
            }
        });
        legs.add(leg);
        return leg;
    }

    private ProviderFailure refused(HttpClientResponse incoming, Buffer body) {
        try {
            return upstream.provider.refusal(
                    incoming.statusCode(), incoming.getHeader(Headers.RETRY_AFTER), body.getBytes());
        } catch (RuntimeException e) {
            return new ProviderFailure.Unavailable(detail(e));
        }
    }

    /** What went wrong with an answer, for operators. Anything but a malformed answer is a mistake of ours. */
    String detail(RuntimeException failure) {
        if (failure instanceof MalformedAnswerException) {
            return String.valueOf(failure.getMessage());
        }
        LOG.errorf(
                failure,
                "An answer could not be translated, requestId=%s, model=%s, provider=%s",
                call.generationId(),
                call.model(),
                upstream.provider.name());
        return "translation";
    }

    /** Ends the exchange before anything was answered. Later calls do nothing. */
    void fail(ProviderFailure failure) {
        if (finish(failure.wireName())) {
            log(failure);
            Refusal.send(response, failure);
            abandon();
        }
    }

    private void log(ProviderFailure failure) {
        LOG.logf(
                failure instanceof ProviderFailure.InvalidRequest ? Logger.Level.DEBUG : Logger.Level.WARN,
                "A provider call failed, failure=%s, requestId=%s, model=%s, provider=%s, status=%d",
                failure,
                call.generationId(),
                call.model(),
                upstream.provider.name(),
                failure.toApiError().status());
    }

    /** The router left: stop the provider's work. */
    private void cancel() {
        if (finish(ProviderMetrics.CANCELLED)) {
            abandon();
        }
    }

    /** Stops whatever calls still run. */
    void abandon() {
        legs.forEach(ProviderLeg::abandon);
    }

    /** Marks the exchange as over; true the first time. */
    boolean finish(String outcome) {
        if (over) {
            return false;
        }
        over = true;
        upstream.vertx.cancelTimer(timer);
        upstream.metrics.ended(outcome, System.nanoTime() - startedAt);
        return true;
    }

    boolean isOver() {
        return over;
    }

    void firstByteArrived() {
        upstream.vertx.cancelTimer(timer);
        upstream.metrics.firstToken(System.nanoTime() - startedAt);
    }

    /** The head of a 200. */
    HttpServerResponse head() {
        response.putHeader(
                Headers.PROVIDER_TIME, Long.toString(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedAt)));
        Ignored.disclose(response, ignored);
        return response;
    }

    Upstream upstream() {
        return upstream;
    }

    HttpServerResponse response() {
        return response;
    }
}
