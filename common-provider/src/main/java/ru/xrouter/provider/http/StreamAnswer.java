package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;

/**
 * A streamed answer: each of the provider's buffers becomes at most one buffer of events. The status is sent with the
 * provider's first step, so that a refusal before it is a true refusal. Reads no faster than the router takes.
 */
final class StreamAnswer {
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
    private static final Buffer KEEP_ALIVE = Buffer.buffer(": keep-alive\n\n");

    private final ProviderExchange exchange;
    private final HttpClientResponse incoming;
    private final StreamTranslation translation;
    private final ChatCompletionWriter writer;
    private final boolean includeUsage;
    private final Lines lines = new Lines();

    private Buffer out = Buffer.buffer();
    private @Nullable Usage counted;
    private Usage newest = Usage.NONE;
    private boolean begun;
    private boolean ended;
    private boolean goesOn;
    private String outcome = ProviderMetrics.OK;
    private long lastHeard = System.nanoTime();
    private long lastWritten = lastHeard;
    private long ticker = -1;

    StreamAnswer(ProviderExchange exchange, HttpClientResponse incoming) {
        this.exchange = exchange;
        this.incoming = incoming;
        this.translation = exchange.provider().stream(exchange.translated());
        this.writer = exchange.writer(System.currentTimeMillis() / 1000);
        this.includeUsage = exchange.translated().request().includeUsage();
    }

    void start() {
        incoming.handler(this::heard);
        incoming.exceptionHandler(failure -> broken(failure.getClass().getSimpleName()));
        incoming.endHandler(_ -> finished());
    }

    private void heard(Buffer buffer) {
        if (exchange.isOver()) {
            stopTicking();
            return;
        }
        lastHeard = System.nanoTime();
        read(() -> lines.accept(buffer, this::line));
        flush();
    }

    private void finished() {
        if (ended || exchange.isOver()) {
            return;
        }
        read(() -> lines.end(this::line));
        if (!ended) {
            failed(new ProviderFailure.Interrupted("The stream ended before the answer did."));
        }
        flush();
    }

    private void read(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            failed(new ProviderFailure.Interrupted(exchange.detail(e)));
        }
    }

    private void broken(String detail) {
        if (!ended && !exchange.isOver()) {
            failed(new ProviderFailure.Interrupted(detail));
            flush();
        }
    }

    private void line(byte[] line) {
        if (ended) {
            return;
        }
        for (var step : translation.line(line)) {
            if (!ended) {
                apply(step);
            }
        }
    }

    private void apply(StreamStep step) {
        switch (step) {
            case StreamStep.Said(var delta) -> {
                begin();
                out.appendBytes(writer.chunk(delta, includeUsage));
            }
            case StreamStep.Counted(var usage) -> {
                counted = usage;
                newest = usage;
            }
            case StreamStep.Finished(var reason, var usage) -> complete(reason, usage);
            case StreamStep.CutShort(var reason, var usage) -> {
                goesOn = true;
                complete(reason, usage);
            }
            case StreamStep.Failed(var failure) -> failed(failure);
        }
    }

    private void complete(FinishReason reason, Usage usage) {
        begin();
        newest = usage;
        out.appendBytes(writer.finishChunk(reason, includeUsage));
        end(reason.wireName(), null);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            exchange.firstByteArrived();
            out.appendBytes(writer.firstChunk(includeUsage));
        }
    }

    private void failed(ProviderFailure failure) {
        if (ended) {
            return;
        }
        if (!begun) {
            ended = true;
            exchange.fail(failure);
            return;
        }
        out.appendBytes(
                ChatCompletionWriter.errorEvent(new ProviderFailure.Interrupted(failure.wireName()).toApiError()));
        goesOn = true;
        outcome = failure.wireName();
        end(null, failure.wireName());
    }

    private void end(@Nullable String finishReason, @Nullable String failure) {
        ended = true;
        counted = null;
        Reports.append(out, report(newest, finishReason, failure));
    }

    private AdapterReport report(Usage usage, @Nullable String finishReason, @Nullable String failure) {
        return new AdapterReport(
                usage, finishReason, failure, includeUsage, writer.created(), incoming.getHeader(Headers.REQUEST_ID));
    }

    /** Sends what a buffer of the provider's gave, the usage before the chunks that it accounts for. */
    private void flush() {
        var response = exchange.response();
        if (!begun || exchange.isOver()) {
            return;
        }
        if (!response.headWritten()) {
            commit();
        }
        if (counted != null) {
            var report = Buffer.buffer(out.length() + 256);
            Reports.append(report, report(counted, null, null));
            out = report.appendBuffer(out);
            counted = null;
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
            if (goesOn) {
                exchange.abandon();
            }
            return;
        }
        response.write(ready);
        if (response.writeQueueFull()) {
            incoming.pause();
            response.drainHandler(_ -> {
                lastHeard = System.nanoTime();
                incoming.resume();
            });
        }
    }

    private void commit() {
        var response = exchange.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                .putHeader(Headers.PROVIDER_TIME, Long.toString(exchange.microsSinceStart()));
        Ignored.disclose(response, exchange.translated().ignored());
        ticker = exchange.vertx().setPeriodic(1000, _ -> tick());
    }

    private void tick() {
        if (exchange.isOver()) {
            stopTicking();
            return;
        }
        var now = System.nanoTime();
        var full = exchange.response().writeQueueFull();
        if (!full && now - lastHeard > exchange.config().idleTimeout().toNanos()) {
            failed(new ProviderFailure.TimedOut(exchange.config().idleTimeout()));
            flush();
        } else if (!full && now - lastWritten > exchange.config().keepAlive().toNanos()) {
            lastWritten = now;
            exchange.response().write(KEEP_ALIVE.copy());
        }
    }

    private void stopTicking() {
        if (ticker >= 0) {
            exchange.vertx().cancelTimer(ticker);
            ticker = -1;
        }
    }
}
