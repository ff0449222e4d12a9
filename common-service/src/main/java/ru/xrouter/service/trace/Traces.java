package ru.xrouter.service.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Begins the spans of the path of a generation, which the framework does not see; none while traces are off. */
@Singleton
public class Traces {
    private static final String SCOPE = "ru.xrouter";
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;

    private final @Nullable Tracer tracer;

    @Inject
    Traces(OpenTelemetry telemetry, TraceConfig config) {
        this(config.enabled() ? telemetry.getTracer(SCOPE) : null);
    }

    private Traces(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** No traces, for tests of something else. */
    public static Traces off() {
        return new Traces(null);
    }

    static Traces by(Tracer tracer) {
        return new Traces(tracer);
    }

    /** Serving a request begins, within the trace that its {@code traceparent} names. */
    public Trace serving(String name, @Nullable String traceparent) {
        var on = tracer;
        if (on == null) {
            return Trace.OFF;
        }
        var span = on.spanBuilder(name)
                .setSpanKind(SpanKind.SERVER)
                .setParent(parent(Traceparent.valid(traceparent)))
                .startSpan();
        return new Trace(on, span);
    }

    private static Context parent(@Nullable String traceparent) {
        if (traceparent == null) {
            return Context.root();
        }
        var remote = SpanContext.createFromRemoteParent(
                traceparent.substring(TRACE_ID, SPAN_ID - 1),
                traceparent.substring(SPAN_ID, FLAGS - 1),
                TraceFlags.fromHex(traceparent, FLAGS),
                TraceState.getDefault());
        return Context.root().with(Span.wrap(remote));
    }
}
