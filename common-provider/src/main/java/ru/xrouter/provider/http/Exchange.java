package ru.xrouter.provider.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.service.trace.Trace;

/**
 * One request at the adapter: one or more calls of the provider, and one answer to the router. All calls end at once when the router leaves, when the time is up, or when one of them fails. Lives on one event loop.
 */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);

    private static final String MESSAGES = "messages";

    /** Providers ignore them, but the router keeps the end user with the usage. */
    private static final Set<String> SERVED_BY_THE_ROUTER = Set.of("user", "safety_identifier");

    private final Upstream upstream;
    private final AdapterCall call;
    private final Operation operation;
    private final HttpServerResponse response;
    private final OperationMetrics metrics;
    private final Trace trace;
    private final Trace atProvider;
    private final List<ProviderLeg> legs = new ArrayList<>();
    private final List<Promise<Answered>> pending = new ArrayList<>();
    private final long startedAt = System.nanoTime();

    private UnaryOperator<String> spelling = this::ofOperation;
    private List<String> ignored = List.of();
    private @Nullable Refused refused;
    private Usage served = Usage.NONE;
    private boolean over;
    private long timer;

    Exchange(Upstream upstream, AdapterCall call, Operation operation, HttpServerResponse response) {
        this.upstream = upstream;
        this.metrics = upstream.metrics.of(operation, call.model());
        this.trace = upstream.traces.serving(operation.name(), call.traceparent());
        this.atProvider = metrics.calling(trace);
        this.call = atProvider.isOff() ? call : call.within(atProvider.traceparent(""));
        this.operation = operation;
        this.response = response;
    }

    /** Sets how the caller spells a parameter. */
    void spelling(UnaryOperator<String> callers) {
        spelling = callers;
    }

    /** Names the caller's parameters that cannot be honoured; a caller who wants all of them honoured is refused. */
    void ignoring(List<String> parameters) {
        ignored = parameters.stream()
                .filter(name -> !SERVED_BY_THE_ROUTER.contains(name))
                .map(spelling)
                .toList();
        if (call.requireParameters() && !ignored.isEmpty()) {
            fail(new ProviderFailure.UnsupportedParameter(ignored.getFirst()));
        }
    }

    /** Begins to wait: no longer than this for the answer, or for its first part where it is streamed. */
    void begin(Duration patience) {
        response.exceptionHandler(_ -> cancel());
        response.closeHandler(_ -> cancel());
        timer = upstream.vertx.setTimer(patience.toMillis(), _ -> fail(new ProviderFailure.TimedOut(patience)));
    }

    /** A call of the provider, not yet started. */
    ProviderLeg leg(ProviderRequest request, Consumer<HttpClientResponse> answered, Consumer<ProviderFailure> failed) {
        var leg = new ProviderLeg(upstream, request, call, new ProviderLeg.Listener() {
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
                return refused(request, incoming, body);
            }
        });
        legs.add(leg);
        return leg;
    }

    private ProviderFailure refused(ProviderRequest request, HttpClientResponse incoming, Buffer body) {
        try {
            var refusal = new ProviderRefusal(
                    operation,
                    request,
                    incoming.statusCode(),
                    incoming.getHeader(Headers.RETRY_AFTER),
                    body.getBytes());
            var failure = upstream.provider.refusal(refusal);
            refused = new Refused(failure, incoming.statusCode(), upstream.provider.words(refusal));
            return failure;
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
        fail(failure, "");
    }

    /** @param words the provider's own, said where an answer was to be; empty where there are none */
    void fail(ProviderFailure failure, String words) {
        var named = named(failure);
        fail(named, told(failure, words, named.toApiError()));
    }

    /**
     * With the provider's own words, from the place of an answer or else from its refusal. Our credentials are not the
     * caller's business.
     */
    ApiError told(ProviderFailure failure, String words, ApiError error) {
        if (failure instanceof ProviderFailure.BadCredentials) {
            return error;
        }
        if (!words.isBlank()) {
            return told(words, error);
        }
        return refused == null
                        || refused.words().isBlank()
                        || !refused.failure().equals(failure)
                ? error
                : told(refused.words(), error).withMetadata("provider_status", Integer.toString(refused.status()));
    }

    private ApiError told(String words, ApiError error) {
        return error.withMetadata("provider", upstream.provider.name())
                .withMetadata("provider_message", ProviderWords.shown(words));
    }

    private ProviderFailure named(ProviderFailure failure) {
        return failure instanceof ProviderFailure.InvalidRequest(var message, var param, var code) && param != null
                ? new ProviderFailure.InvalidRequest(message, spelling.apply(param), code)
                : failure;
    }

    /** Not every request has {@code messages}. */
    private String ofOperation(String param) {
        var content = operation.content();
        return content != null && param.startsWith(MESSAGES) && !content.equals(MESSAGES) ? content : param;
    }

    private void fail(ProviderFailure failure, ApiError error) {
        if (finish(failure.wireName())) {
            log(failure, error);
            Refusal.send(response, failure, error, served);
            abandon();
        }
    }

    /** Ends the exchange for whatever became of a future. */
    void failed(Throwable cause) {
        translating(() -> {
            throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
        });
    }

    /** Does a part of the work that translates; what it throws ends the exchange. */
    void translating(Runnable part) {
        try {
            part.run();
        } catch (InvalidParameterException e) {
            fail(new ProviderFailure.InvalidRequest(e.text(), e.param(), e.code()));
        } catch (ProviderFailureException e) {
            fail(e.failure(), e.words());
        } catch (RuntimeException e) {
            LOG.errorf(
                    e, "A request could not be translated, requestId=%s, model=%s", call.generationId(), call.model());
            fail(new ProviderFailure.Unavailable("translation"), ApiError.internal());
        }
    }

    /** Reads an answer; one that is not what the provider documents ends the exchange. */
    void reading(Runnable part) {
        try {
            part.run();
        } catch (ProviderFailureException e) {
            fail(e.failure(), e.words());
        } catch (RuntimeException e) {
            fail(new ProviderFailure.Unavailable(detail(e)));
        }
    }

    /** Ends the exchange for whatever became of an answer. */
    void unreadable(Throwable cause) {
        reading(() -> {
            throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
        });
    }

    /** The provider's latest refusal: never logged, since its words may be the caller's. */
    private record Refused(ProviderFailure failure, int status, String words) {}

    /**
     * What one call brought.
     *
     * @param requestId the provider's name for the call
     */
    @SuppressWarnings("ArrayRecordComponent") // The body is handed on, never compared.
    record Answered(byte[] body, @Nullable String requestId) {}

    /** Calls the provider once, beside the calls that answer. */
    Future<byte[]> call(ProviderRequest request) {
        return answered(request).map(Answered::body);
    }

    /** Calls the provider once. */
    Future<Answered> answered(ProviderRequest request) {
        var answer = Promise.<Answered>promise();
        var legs = new ProviderLeg[1];
        legs[0] = leg(
                request,
                incoming -> AnswerBody.read(incoming, upstream.config.maxAnswer())
                        .onSuccess(body -> {
                            legs[0].leave();
                            answer.tryComplete(new Answered(body.getBytes(), incoming.getHeader(Headers.REQUEST_ID)));
                        })
                        .onFailure(failure ->
                                answer.tryFail(interrupted(failure.getClass().getSimpleName()))),
                failure -> answer.tryFail(new ProviderFailureException(failure)));
        pending.add(answer);
        legs[0].start();
        return answer.future();
    }

    private static ProviderFailureException interrupted(String detail) {
        return new ProviderFailureException(new ProviderFailure.Interrupted(detail));
    }

    private void log(ProviderFailure failure, ApiError error) {
        LOG.logf(
                ProviderFailure.callersToMend(failure.wireName()) ? Logger.Level.DEBUG : Logger.Level.WARN,
                "A provider call failed, failure=%s, requestId=%s, model=%s, provider=%s, status=%d",
                failure,
                call.generationId(),
                call.model(),
                upstream.provider.name(),
                error.status());
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
        // Somebody may wait for these on behalf of other requests too: nobody is left without a word.
        pending.forEach(answer -> answer.tryFail(interrupted("abandoned")));
    }

    /** Marks the exchange as over; true the first time. */
    boolean finish(String outcome) {
        if (over) {
            return false;
        }
        over = true;
        upstream.vertx.cancelTimer(timer);
        var nanos = System.nanoTime() - startedAt;
        atProvider.measure(() -> metrics.ended(outcome, nanos));
        if (outcome.equals(ProviderMetrics.OK)) {
            atProvider.end();
        } else {
            atProvider.failed(outcome);
        }
        trace.end();
        return true;
    }

    /** One call of several was answered: what it used is told even when another one fails. */
    void served(Usage usage) {
        served = served.plus(usage);
    }

    /** The answer is whole: what it used. */
    void used(Usage usage) {
        metrics.used(usage);
        atProvider
                .with("gen_ai.usage.input_tokens", usage.promptTokens())
                .with("gen_ai.usage.output_tokens", usage.completionTokens());
    }

    boolean isOver() {
        return over;
    }

    void firstByteArrived() {
        upstream.vertx.cancelTimer(timer);
        metrics.firstChunk(System.nanoTime() - startedAt);
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
