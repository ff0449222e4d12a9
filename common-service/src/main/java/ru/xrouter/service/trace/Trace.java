package ru.xrouter.service.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** One span, or none: then nothing here does or makes anything. Belongs to one event loop. */
public final class Trace {
    static final Trace OFF = new Trace(null, null);

    private static final String ERROR_TYPE = "error.type";

    private final @Nullable Tracer tracer;
    private final @Nullable Span span;

    Trace(@Nullable Tracer tracer, @Nullable Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    /** No span. */
    public static Trace off() {
        return OFF;
    }

    public boolean isOff() {
        return span == null;
    }

    /** A call that is made to serve this. */
    public Trace calling(String name) {
        return tracer == null || span == null
                ? OFF
                : new Trace(
                        tracer,
                        tracer.spanBuilder(name)
                                .setSpanKind(SpanKind.CLIENT)
                                .setParent(Context.root().with(span))
                                .startSpan());
    }

    /** What a call made within this carries; while traces are off, {@code otherwise}. */
    public String traceparent(String otherwise) {
        if (span == null) {
            return otherwise;
        }
        var context = span.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
    }

    public Trace with(String attribute, String value) {
        if (span != null) {
            span.setAttribute(attribute, value);
        }
        return this;
    }

    public Trace with(String attribute, long value) {
        if (span != null) {
            span.setAttribute(attribute, value);
        }
        return this;
    }

    /** Runs what measures this, so that the measurement can name the trace as its example. */
    public void measure(Runnable measurement) {
        if (span == null || !span.getSpanContext().isSampled()) {
            measurement.run();
            return;
        }
        Measured.within(span.getSpanContext(), measurement);
    }

    /** It is over; only the first end counts. */
    public void end() {
        if (span != null) {
            span.end();
        }
    }

    /** It is over, and failed for this reason. */
    public void failed(String type) {
        if (span != null) {
            span.setAttribute(ERROR_TYPE, type);
            span.setStatus(StatusCode.ERROR);
            span.end();
        }
    }
}
