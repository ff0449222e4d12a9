package ru.xrouter.router.generation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.AnswerWriter;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.chat.TextCompletionWriter;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.router.attempt.Attempt;
import ru.xrouter.router.attempt.AttemptRunner;
import ru.xrouter.router.attempt.Failure;
import ru.xrouter.router.catalogue.Endpoint;
import ru.xrouter.router.catalogue.Offer;
import ru.xrouter.router.log.LogLine;
import ru.xrouter.router.relay.Reports;
import ru.xrouter.router.relay.WholeAnswer;

/**
 * One admitted generation, from its first attempt to its one usage event: whatever ends it ends it once, and the client's
 * leaving ends the adapter's call at once. Belongs to one event loop.
 */
final class Generation implements AttemptRunner.Listener {
    private static final Logger LOG = Logger.getLogger(Generation.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final String EVENT_STREAM = "text/event-stream";
    private static final long NO_TIMER = -1;

    private final Parts parts;
    private final Admitted admitted;
    private final Client client;
    private final Runnable whenOver;
    private final Patience patience;
    private final AttemptRunner runner;
    private final Books books;
    private final Usage promptEstimate;
    private final GivenUp givenUp;
    private @Nullable StreamedAnswer stream;
    private @Nullable AdapterReport wholeReport;
    private @Nullable Long firstByteMillis;
    private long hedgeTimer = NO_TIMER;
    private boolean over;

    Generation(Parts parts, Admitted admitted, Client client, Runnable whenOver) {
        this.parts = parts;
        this.admitted = admitted;
        this.client = client;
        this.whenOver = whenOver;
        this.patience = new Patience(parts.vertx(), parts.limits().total(), this::tooLong);
        var trace = parts.traces().serving("generation", admitted.identity().traceparent());
        this.books = new Books(parts, admitted, trace);
        this.promptEstimate = PromptEstimate.of(admitted.peek(), admitted.body().length());
        this.givenUp = new GivenUp(promptEstimate);
        this.runner = parts.caller().attempts(admitted.route(), admitted.call(trace), this);
    }

    void start() {
        if (client.gone()) {
            clientGone();
        } else {
            client.whenGone(this::clientGone);
            runner.next();
        }
    }

    // The attempts

    @Override
    public void started(Attempt attempt) {
        stream = null;
        wholeReport = null;
        var limit = parts.limits().firstByte();
        patience.expect(limit, () -> silent(limit));
        var hedgeAfter = admitted.peek().provider().hedgeAfterMillis();
        if (hedgeAfter != null) {
            endHedge();
            hedgeTimer = parts.vertx().setTimer(hedgeAfter, _ -> runner.hedge());
        }
    }

    private void endHedge() {
        parts.vertx().cancelTimer(hedgeTimer);
    }

    @Override
    public void answered(Attempt attempt, HttpClientResponse response) {
        endHedge();
        var limit = parts.limits().idle();
        patience.expect(limit, () -> silent(limit));
        var type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        var canStream = admitted.peek().endpoint() != Endpoint.EMBEDDINGS;
        if (canStream && type != null && type.startsWith(EVENT_STREAM)) {
            var streamed = new StreamedAnswer(response, client, new Streaming(attempt, response));
            stream = streamed;
            streamed.start();
        } else {
            wholeReport = Reports.read(response.getHeader(Headers.REPORT));
            whole(attempt, response);
        }
    }

    @Override
    public void outpaced(Attempt attempt) {
        givenUp.unheard(attempt, Attempt.OUTPACED);
    }

    @Override
    public void failed(Attempt attempt, Failure failure, boolean fallback) {
        var report = stream == null ? wholeReport : newestReport();
        givenUp.failed(attempt, failure, failure.report() == null ? report : failure.report());
        stopStream();
        if (!failure.callersFault()) {
            line(attempt.offer())
                    .with("attempt", runner.attempts())
                    .with("status", failure.status())
                    .with("failure", failure.code())
                    .warn(LOG, fallback ? "A candidate failed, the next one follows" : "The last candidate failed");
        }
    }

    @Override
    public void exhausted(Failure last) {
        var outcome = last.callersToMend() ? Outcome.REFUSED : Outcome.PROVIDER_ERROR;
        client.refuse(last);
        settle(Settlement.of(outcome, admitted.route().first(), null, last.code()));
    }

    /** Nothing was heard, of two attempts since the second began. */
    private void silent(long millis) {
        var failure = new ProviderFailure.TimedOut(Duration.ofMillis(millis));
        for (var attempt : runner.underWay()) {
            if (client.begun()) {
                breakOff(attempt, newestReport(), failure);
            } else {
                runner.failed(attempt, Failure.of(failure));
            }
        }
    }

    // An answer that is not streamed

    private void whole(Attempt attempt, HttpClientResponse response) {
        var body = Buffer.buffer();
        response.handler(chunk -> {
            patience.heard();
            if (body.length() + chunk.length() > parts.limits().answerBytes()) {
                runner.failed(attempt, lost("The answer is too large."));
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(_ -> runner.failed(attempt, lost("The answer broke off.")));
        response.endHandler(_ -> {
            if (runner.isCurrent(attempt)) {
                whole(attempt, response, body);
            }
        });
        response.resume();
    }

    private void whole(Attempt attempt, HttpClientResponse head, Buffer body) {
        var report = wholeReport;
        if (report == null) {
            runner.failed(attempt, lost("The answer came without its report."));
            return;
        }
        var settlement = Settlement.of(Outcome.ANSWERED, attempt.offer(), report, null);
        var answer = WholeAnswer.withUsage(body, report.usage(), settlement.charge(admitted.held()));
        if (answer == null) {
            runner.failed(attempt, lost("The answer is not a JSON object."));
            return;
        }
        begin(attempt, head, JSON);
        finish(settlement, answer);
    }

    private static Failure lost(String detail) {
        return Failure.of(new ProviderFailure.Interrupted(detail));
    }

    /** Sets the head of the answer; from here on there is no fallback. */
    private void begin(Attempt attempt, HttpClientResponse head, CharSequence type) {
        firstByteMillis = System.currentTimeMillis() - admitted.receivedAt();
        var headers = client.response().headers();
        headers.set(HttpHeaders.CONTENT_TYPE, type);
        headers.set(Headers.MODEL, attempt.offer().model().id());
        headers.set(Headers.PROVIDER, attempt.offer().candidate().provider());
        copy(head, Headers.PROVIDER_TIME);
        copy(head, Headers.IGNORED_PARAMETERS);
    }

    private void copy(HttpClientResponse head, String name) {
        var value = head.getHeader(name);
        if (value != null) {
            client.response().putHeader(name, value);
        }
    }

    // A streamed answer

    /** One attempt's stream; silent once another attempt has begun. */
    private final class Streaming implements StreamedAnswer.Listener {
        private static final String TYPE = "text/event-stream; charset=utf-8";

        private final Attempt attempt;
        private final HttpClientResponse head;

        Streaming(Attempt attempt, HttpClientResponse head) {
            this.attempt = attempt;
            this.head = head;
        }

        @Override
        public void begins() {
            begin(attempt, head, TYPE);
            client.response().setChunked(true);
        }

        @Override
        public void heard() {
            patience.heard();
        }

        @Override
        public void waits() {
            patience.relax();
        }

        @Override
        public void goesOn() {
            var limit = parts.limits().idle();
            patience.expect(limit, () -> silent(limit));
        }

        @Override
        public void over(@Nullable AdapterReport newest) {
            if (over || !runner.isCurrent(attempt)) {
                return;
            }
            if (newest != null && newest.finishReason() != null) {
                complete(attempt, newest);
            } else if (!client.begun()) {
                runner.failed(attempt, lost("The stream ended before its first event."));
            } else if (newest != null && newest.failure() != null) {
                // The adapter's error event has gone to the client already.
                client.end(null);
                brokenOff(attempt, newest, newest.failure());
            } else {
                breakOff(attempt, newest, new ProviderFailure.Interrupted("The stream ended too early."));
            }
        }
    }

    private void complete(Attempt attempt, AdapterReport report) {
        var settlement = Settlement.of(Outcome.ANSWERED, attempt.offer(), report, null);
        if (!client.begun()) {
            runner.failed(attempt, lost("The stream ended without any event."));
            return;
        }
        var last = Buffer.buffer();
        if (report.includeUsage() || admitted.peek().includeUsage()) {
            last.appendBytes(
                    writer(attempt.offer(), report).usageChunk(report.usage(), settlement.charge(admitted.held())));
        }
        finish(settlement, last.appendBytes(AnswerWriter.done()));
    }

    private AnswerWriter writer(Offer offer, AdapterReport report) {
        var id = admitted.identity().generationId();
        var model = offer.model().id();
        var provider = offer.candidate().provider();
        return switch (admitted.peek().endpoint()) {
            case CHAT -> new ChatCompletionWriter(id, report.created(), model, provider);
            case COMPLETIONS -> new TextCompletionWriter(id, report.created(), model, provider, List.of());
            case EMBEDDINGS -> throw new IllegalStateException("Embeddings are never streamed.");
        };
    }

    /** Tells the client that its stream is broken: one error event, no finish reason, no {@code [DONE]}. */
    private void breakOff(Attempt attempt, @Nullable AdapterReport newest, ProviderFailure failure) {
        client.fail(failure.toApiError());
        brokenOff(attempt, newest, failure.wireName());
    }

    private void brokenOff(Attempt attempt, @Nullable AdapterReport newest, String code) {
        line(attempt.offer()).with("failure", code).warn(LOG, "A stream broke off");
        runner.stop(code);
        settle(Settlement.of(Outcome.PROVIDER_ERROR, attempt.offer(), newest, code));
    }

    // Ends from outside

    private void clientGone() {
        end(client.cancelled() ? Outcome.CLIENT_GONE : Outcome.SHUTDOWN, null);
    }

    private void tooLong() {
        end(
                Outcome.DEADLINE,
                ApiError.upstreamTimeout(
                        "The generation took longer than the %d s that it may."
                                .formatted(parts.limits().total() / 1000),
                        "deadline_exceeded"));
    }

    /** Ends the generation because the router stops. */
    void shutDown() {
        end(Outcome.SHUTDOWN, ApiError.unavailable("The service is restarting."));
    }

    private void end(Outcome outcome, @Nullable ApiError error) {
        if (over) {
            return;
        }
        var underWay = runner.underWay();
        var report = newestReport();
        stopStream();
        runner.stop(outcome.wireName());
        if (error != null) {
            client.fail(error);
        }
        // Of two that have not answered, the first alone is what the caller may have to pay.
        underWay.stream().skip(1).forEach(other -> givenUp.unheard(other, outcome.wireName()));
        var attempt = underWay.isEmpty() ? null : underWay.getFirst();
        var offer = attempt == null ? admitted.route().first() : attempt.offer();
        var code = error == null ? null : error.code();
        settle(
                report == null && attempt != null && attempt.sent()
                        ? Settlement.unheard(outcome, offer, promptEstimate, code)
                        : Settlement.of(outcome, offer, report, code));
    }

    private @Nullable AdapterReport newestReport() {
        var running = stream;
        return running == null ? null : running.newestReport();
    }

    private void stopStream() {
        var running = stream;
        if (running != null) {
            running.stop();
            stream = null;
        }
    }

    // The one settlement

    private void settle(Settlement settlement) {
        settle(settlement, () -> {});
    }

    /**
     * Settles an answer and gives the client its end, but not before the answer's usage event is durable: who has a whole
     * answer finds it in the books, whichever process dies next. A client that leaves meanwhile changes nothing.
     */
    private void finish(Settlement settlement, Buffer last) {
        runner.answered();
        settle(settlement, () -> client.end(last));
    }

    /** Whatever ends it ends it once; what is left to do follows when the usage event is durable. */
    private void settle(Settlement settlement, Runnable afterwards) {
        if (over) {
            return;
        }
        over = true;
        patience.end();
        endHedge();
        books.close(settlement, runner.attempts(), givenUp.attempts(), firstByteMillis)
                .onComplete(_ -> {
                    try {
                        afterwards.run();
                    } finally {
                        whenOver.run();
                    }
                });
    }

    private LogLine line(Offer offer) {
        return LogLine.of(
                        admitted.identity().generationId(), admitted.identity().accountId())
                .with("model", offer.model().id())
                .with("provider", offer.candidate().provider());
    }
}
