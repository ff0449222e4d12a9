package ru.xrouter.provider.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderFailureException;

/**
 * One call of the provider: authorize, send, and hand the answer to {@link PlainAnswer} or {@link StreamAnswer}. Ends
 * the provider call at once when the router leaves. Lives on one event loop.
 */
final class ProviderExchange {
    private static final Logger LOG = Logger.getLogger(ProviderExchange.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");

    private final Vertx vertx;
    private final HttpClient client;
    private final ChatProvider provider;
    private final ProviderConfig config;
    private final AdapterCall call;
    private final ProviderCall translated;
    private final HttpServerResponse response;
    private final ProviderMetrics metrics;
    private final long startedAt = System.nanoTime();

    private @Nullable HttpClientRequest outgoing;
    private @Nullable String authorization;
    private boolean authorizedAgain;
    private boolean answering;
    private boolean over;
    private long timer;

    ProviderExchange(
            Vertx vertx,
            HttpClient client,
            ChatProvider provider,
            ProviderConfig config,
            ProviderMetrics metrics,
            AdapterCall call,
            ProviderCall translated,
            HttpServerResponse response) {
        this.vertx = vertx;
        this.client = client;
        this.provider = provider;
        this.config = config;
        this.metrics = metrics;
        this.call = call;
        this.translated = translated;
        this.response = response;
    }

    void start() {
        response.exceptionHandler(_ -> cancel());
        response.closeHandler(_ -> cancel());
        var patience = translated.request().stream() ? config.firstByteTimeout() : config.answerTimeout();
        timer = vertx.setTimer(patience.toMillis(), _ -> fail(new ProviderFailure.TimedOut(patience)));
        attempt();
    }

    private void attempt() {
        provider.authorization()
                .onSuccess(value -> {
                    authorization = value;
                    send();
                })
                .onFailure(failure -> fail(failureOf(failure)));
    }

    private void send() {
        if (over) {
            return;
        }
        client.request(options()).onFailure(failure -> fail(failureOf(failure))).onSuccess(request -> {
            outgoing = request;
            if (over) {
                request.reset();
                return;
            }
            request.exceptionHandler(this::lost);
            request.send(Buffer.buffer(translated.body()))
                    .onSuccess(this::answered)
                    .onFailure(failure -> fail(failureOf(failure)));
        });
    }

    /** Once the answer has begun, the answer's own handler hears of a broken connection. */
    private void lost(Throwable failure) {
        if (!answering) {
            fail(failureOf(failure));
        }
    }

    private RequestOptions options() {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(provider.apiUrl() + translated.path())
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.ACCEPT, translated.request().stream() ? EVENT_STREAM : JSON);
        if (authorization != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
        if (call.traceparent() != null) {
            options.putHeader(Headers.TRACEPARENT, call.traceparent());
        }
        translated.headers().forEach(options::putHeader);
        return options;
    }

    private void answered(HttpClientResponse incoming) {
        if (over) {
            return;
        }
        if (incoming.statusCode() != 200) {
            refused(incoming);
            return;
        }
        answering = true;
        if (translated.request().stream()) {
            new StreamAnswer(this, incoming).start();
        } else {
            new PlainAnswer(this, incoming).start();
        }
    }

    private void refused(HttpClientResponse incoming) {
        AnswerBody.read(incoming, config.maxAnswer())
                .onFailure(failure -> fail(failureOf(failure)))
                .onSuccess(body -> {
                    outgoing = null;
                    var failure = refusal(incoming, body);
                    if (failure instanceof ProviderFailure.BadCredentials && !authorizedAgain) {
                        authorizedAgain = true;
                        provider.rejected(authorization);
                        attempt();
                    } else {
                        fail(failure);
                    }
                });
    }

    private ProviderFailure refusal(HttpClientResponse incoming, Buffer body) {
        try {
            return provider.refusal(incoming.statusCode(), incoming.getHeader(Headers.RETRY_AFTER), body.getBytes());
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
                provider.name());
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
                provider.name(),
                failure.toApiError().status());
    }

    /** The router left, or the answer is no use any more: stop the provider's work. */
    private void cancel() {
        if (finish(ProviderMetrics.CANCELLED)) {
            abandon();
        }
    }

    /** Stops the provider's work, if it still works. */
    void abandon() {
        if (outgoing != null) {
            outgoing.reset();
        }
    }

    /** Marks the exchange as over; true the first time. */
    boolean finish(String outcome) {
        if (over) {
            return false;
        }
        over = true;
        vertx.cancelTimer(timer);
        metrics.ended(outcome, System.nanoTime() - startedAt);
        return true;
    }

    boolean isOver() {
        return over;
    }

    void firstByteArrived() {
        vertx.cancelTimer(timer);
        metrics.firstToken(System.nanoTime() - startedAt);
    }

    static ProviderFailure failureOf(Throwable failure) {
        return switch (failure) {
            case ProviderFailureException known -> known.failure();
            default -> new ProviderFailure.Unavailable(failure.getClass().getSimpleName());
        };
    }

    long microsSinceStart() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedAt);
    }

    ChatCompletionWriter writer(long created) {
        return new ChatCompletionWriter(call.generationId(), created, call.model(), provider.name());
    }

    Vertx vertx() {
        return vertx;
    }

    ChatProvider provider() {
        return provider;
    }

    ProviderConfig config() {
        return config;
    }

    AdapterCall call() {
        return call;
    }

    ProviderCall translated() {
        return translated;
    }

    HttpServerResponse response() {
        return response;
    }
}
