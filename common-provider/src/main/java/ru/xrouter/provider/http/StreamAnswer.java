package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.AnswerWriter;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.ProviderCall;

/**
 * A streamed answer: each of the provider's buffers becomes at most one buffer of events. The status is sent with the
 * provider's first step, so that a refusal before it is a true refusal. Reads no faster than the router takes. A failed
 * choice ends all of them.
 */
final class StreamAnswer {
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
    private static final Buffer KEEP_ALIVE = Buffer.buffer(": keep-alive\n\n");
    private static final long TICK_MILLIS = 1000;

    private final Exchange exchange;
    private final List<StreamChoice> choices = new ArrayList<>();
    private final MadeFiles files;
    private final boolean includeUsage;

    private AnswerWriter writer;
    private @Nullable String modelVersion;
    private Buffer out = Buffer.buffer();
    private boolean counted;
    private boolean begun;
    private boolean ended;
    private String outcome = ProviderMetrics.OK;
    private int unfinished;
    private long lastWritten = System.nanoTime();
    private long ticker = -1;

    /** @param calls one for each choice */
    StreamAnswer(Exchange exchange, List<ProviderCall> calls, AnswerWriter writer) {
        this.exchange = exchange;
        this.writer = writer;
        this.files = new MadeFiles(exchange);
        this.includeUsage = calls.getFirst().request().includeUsage();
        this.unfinished = calls.size();
        for (int i = 0; i < calls.size(); i++) {
            choices.add(new StreamChoice(this, exchange, i, calls.get(i)));
        }
    }

    void start() {
        for (var choice : choices) {
            if (!exchange.isOver()) {
                choice.start();
            }
        }
    }

    MadeFiles files() {
        return files;
    }

    AnswerWriter writer() {
        return writer;
    }

    void answeredBy(@Nullable String told) {
        // Choices that know different versions would take turns: the first that is told stays until another is.
        if (told != null && !told.equals(modelVersion)) {
            modelVersion = told;
            writer = writer.withFingerprint(told);
        }
    }

    boolean includeUsage() {
        return includeUsage;
    }

    boolean isEnded() {
        return ended;
    }

    /** Says that every choice begins, as OpenAI does: clients take the indexes they have seen for all there are. */
    void begin() {
        if (!begun) {
            begun = true;
            exchange.firstByteArrived();
            for (int i = 0; i < choices.size(); i++) {
                say(writer.firstChunk(i, includeUsage));
            }
        }
    }

    void say(byte[] event) {
        out.appendBytes(event);
    }

    void counted() {
        counted = true;
    }

    void choiceFinished() {
        if (--unfinished == 0) {
            var reason = choices.getFirst().finishReason();
            end(reason == null ? null : writer.finishReason(reason), null);
        }
    }

    void failed(ProviderFailure failure) {
        failed(failure, "");
    }

    /** Gives all choices up: a refusal while nothing was said, an error event after that. */
    void failed(ProviderFailure failure, String words) {
        if (ended || exchange.isOver()) {
            return;
        }
        if (!begun) {
            ended = true;
            exchange.fail(failure, words);
            return;
        }
        var error = new ProviderFailure.Interrupted(failure.wireName()).toApiError();
        say(AnswerWriter.errorEvent(exchange.told(failure, words, error)));
        outcome = failure.wireName();
        end(null, failure.wireName());
        flush();
    }

    private void end(@Nullable String finishReason, @Nullable String failure) {
        ended = true;
        counted = false;
        var last = report(finishReason, failure);
        exchange.used(last.usage());
        Reports.append(out, last);
    }

    private AdapterReport report(@Nullable String finishReason, @Nullable String failure) {
        var usage = choices.stream().map(StreamChoice::usage).reduce(Usage.NONE, Usage::plus);
        return new AdapterReport(
                usage,
                finishReason,
                failure,
                includeUsage,
                writer.created(),
                choices.getFirst().providerRequestId());
    }

    /** Sends what a buffer of the provider's gave, the usage before the chunks that it accounts for. */
    void flush() {
        var response = exchange.response();
        if (!begun || exchange.isOver()) {
            return;
        }
        if (ticker < 0) {
            commit();
        }
        if (counted) {
            var report = Buffer.buffer(out.length() + 256);
            Reports.append(report, report(null, null));
            out = report.appendBuffer(out);
            counted = false;
        }
        if (out.length() == 0) {
            return;
        }
        var ready = out;
        out = Buffer.buffer();
        lastWritten = System.nanoTime();
        if (ended) {
            stopTicking();
            exchange.finish(outcome);
            response.end(ready);
            stopTheUnfinished();
            return;
        }
        response.write(ready);
        if (response.writeQueueFull()) {
            choices.forEach(StreamChoice::pause);
            response.drainHandler(_ -> choices.forEach(StreamChoice::resume));
        }
    }

    private void stopTheUnfinished() {
        if (unfinished > 0) {
            exchange.abandon();
        }
    }

    private void commit() {
        exchange.head().setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM);
        ticker = exchange.upstream().vertx.setPeriodic(TICK_MILLIS, _ -> tick());
    }

    private void tick() {
        if (exchange.isOver()) {
            stopTicking();
            return;
        }
        var config = exchange.upstream().config;
        if (exchange.response().writeQueueFull()) {
            return;
        }
        var overdue = choices.stream()
                .map(choice -> choice.overdue(config))
                .filter(Objects::nonNull)
                .findFirst();
        if (overdue.isPresent()) {
            failed(new ProviderFailure.TimedOut(overdue.get()));
        } else if (System.nanoTime() - lastWritten > config.keepAlive().toNanos()) {
            lastWritten = System.nanoTime();
            exchange.response().write(KEEP_ALIVE.copy());
        }
    }

    private void stopTicking() {
        if (ticker >= 0) {
            exchange.upstream().vertx.cancelTimer(ticker);
            ticker = -1;
        }
    }
}
