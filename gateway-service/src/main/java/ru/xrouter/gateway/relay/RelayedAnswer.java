package ru.xrouter.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.gateway.exchange.GatewayMetrics;
import ru.xrouter.service.trace.Trace;

/**
 * The router's answer on its way to the client, byte for byte and no faster than the client reads. An answer that breaks
 * off looks broken to the client too: a stream ends with an error event, a body ends with its connection.
 */
final class RelayedAnswer {
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence ACCEL_BUFFERING = HttpHeaders.createOptimized("x-accel-buffering");
    private static final CharSequence NO = HttpHeaders.createOptimized("no");
    private static final CharSequence PROVIDER_TIME = HttpHeaders.createOptimized(Headers.PROVIDER_TIME);
    private static final CharSequence[] COPIED = {
        HttpHeaders.CONTENT_TYPE,
        HttpHeaders.CONTENT_LENGTH,
        HttpHeaders.createOptimized(Headers.RETRY_AFTER),
        HttpHeaders.createOptimized(Headers.SHOULD_RETRY),
        HttpHeaders.createOptimized(Headers.MODEL),
        HttpHeaders.createOptimized(Headers.PROVIDER),
        HttpHeaders.createOptimized(Headers.IGNORED_PARAMETERS)
    };
    private static final String EVENT_STREAM = "text/event-stream";
    private static final long INTERNAL_ERROR = 2;
    private static final long UNKNOWN = -1;
    private static final int SUCCESS = 200;
    private static final int DIGITS = 18;
    private static final long NANOS_PER_MICRO = 1000;
    private static final ApiError INTERRUPTED =
            ApiError.upstream("The answer broke off before its end.", "upstream_interrupted");

    private final Exchange exchange;
    private final HttpClientResponse source;
    private final HttpServerResponse sink;
    private final GatewayMetrics metrics;
    private final Trace trace;
    private final Runnable ended;
    private final @Nullable AnswerRecorder recorder;
    private long length = UNKNOWN;
    private long sent;
    private boolean paused;
    private boolean alone;
    private boolean done;

    RelayedAnswer(
            Exchange exchange,
            HttpClientResponse source,
            GatewayMetrics metrics,
            Trace trace,
            @Nullable AnswerRecorder recorder,
            Runnable ended) {
        this.exchange = exchange;
        this.source = source;
        this.sink = exchange.response();
        this.metrics = metrics;
        this.recorder = recorder;
        this.trace = trace;
        this.ended = ended;
    }

    void start() {
        head();
        if (!sink.closed()) {
            sink.drainHandler(_ -> drained());
        }
        source.handler(this::chunk);
        source.exceptionHandler(_ -> broken());
        source.endHandler(_ -> sourceEnd());
    }

    private void head() {
        var headers = source.headers();
        sink.setStatusCode(source.statusCode());
        for (var name : COPIED) {
            var value = headers.get(name);
            if (value != null) {
                sink.putHeader(name, value);
            }
        }
        if (isStream(headers.get(HttpHeaders.CONTENT_TYPE))) {
            sink.putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE).putHeader(ACCEL_BUFFERING, NO);
        }
        length = number(headers.get(HttpHeaders.CONTENT_LENGTH), UNKNOWN);
        if (length == UNKNOWN) {
            sink.setChunked(true);
        }
        var providerMicros = number(headers.get(PROVIDER_TIME), 0);
        var own = exchange.stamp(providerMicros);
        if (source.statusCode() == SUCCESS) {
            trace.measure(() -> metrics.answered(own, providerMicros * NANOS_PER_MICRO));
        }
    }

    private void chunk(Buffer chunk) {
        if (isOver()) {
            return;
        }
        sent += chunk.length();
        if (recorder != null) {
            recorder.add(chunk);
        }
        if (sent == length) {
            // Head and body leave in one write when this is the only chunk.
            if (!unread()) {
                sink.end(chunk);
            }
            finish();
        } else if (!unread()) {
            write(chunk);
        }
    }

    /** An answer that is kept goes on without its client. */
    private boolean isOver() {
        return done || (unread() && recorder == null);
    }

    /** The connection may tell that it fails before it says that it is closed. */
    private boolean unread() {
        return alone || sink.closed();
    }

    private void write(Buffer chunk) {
        sink.write(chunk, null);
        if (sink.writeQueueFull()) {
            paused = true;
            source.pause();
        }
    }

    private void drained() {
        if (paused) {
            paused = false;
            source.resume();
        }
    }

    private void sourceEnd() {
        if (isOver()) {
            return;
        }
        if (sent < length) {
            broken();
            return;
        }
        if (!unread()) {
            sink.end();
        }
        finish();
    }

    private void broken() {
        if (isOver()) {
            return;
        }
        done = true;
        if (unread()) {
            ended.run();
        } else if (sink.headWritten()) {
            ended.run();
            breakOff(exchange, INTERRUPTED);
        } else {
            forgetHead(sink);
            exchange.fail(INTERRUPTED);
            ended.run();
        }
    }

    private void finish() {
        done = true;
        if (recorder != null) {
            recorder.complete(sink.getStatusCode(), source.headers());
        }
        exchange.finished(sink.getStatusCode());
        ended.run();
    }

    /** The client has left, and waits no longer for what it had not read; the rest is for the recorder. */
    void goOnAlone() {
        alone = true;
        drained();
    }

    /** The generation has ended for another reason: nothing more is written. */
    void abandon() {
        done = true;
    }

    /** Takes back the headers that told of an answer which does not come. */
    static void forgetHead(HttpServerResponse sink) {
        sink.setChunked(false);
        for (var name : COPIED) {
            sink.headers().remove(name);
        }
        sink.headers().remove(HttpHeaders.CACHE_CONTROL);
        sink.headers().remove(ACCEL_BUFFERING);
    }

    /** Ends an answer that has begun in a way that no client can take for its proper end. */
    static void breakOff(Exchange exchange, ApiError error) {
        exchange.finished(error.status());
        var sink = exchange.response();
        if (isStream(sink.headers().get(HttpHeaders.CONTENT_TYPE))) {
            sink.end(Buffer.buffer("\n\ndata: " + new String(error.body(), StandardCharsets.UTF_8) + "\n\n"));
        } else if (exchange.request().version() == HttpVersion.HTTP_2) {
            sink.reset(INTERNAL_ERROR);
        } else {
            // Not by a reset, after which a graceful shutdown would wait for this response for ever.
            exchange.request().connection().close();
        }
    }

    private static boolean isStream(@Nullable String contentType) {
        return contentType != null && contentType.startsWith(EVENT_STREAM);
    }

    private static long number(@Nullable String header, long otherwise) {
        if (header == null || header.isEmpty() || header.length() > DIGITS) {
            return otherwise;
        }
        var number = 0L;
        for (int i = 0; i < header.length(); i++) {
            var digit = header.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return otherwise;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
