package ru.xrouter.service.trace;

import io.netty.util.concurrent.FastThreadLocal;
import io.opentelemetry.api.trace.SpanContext;
import io.prometheus.client.exemplars.DefaultExemplarSampler;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.prometheus.client.exemplars.tracer.common.SpanContextSupplier;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The span whose measurement is being taken on this thread, for exemplars. The platform's own supplier asks the Vert.x context,
 * which is another one at each look where a request has no context of its own, as on the path of a generation.
 */
final class Measured implements SpanContextSupplier {
    private static final FastThreadLocal<SpanContext> SPAN = new FastThreadLocal<>();

    static void within(SpanContext span, Runnable measurement) {
        SPAN.set(span);
        try {
            measurement.run();
        } finally {
            SPAN.remove();
        }
    }

    @Override
    public @Nullable String getTraceId() {
        var span = SPAN.get();
        return span == null ? null : span.getTraceId();
    }

    @Override
    public @Nullable String getSpanId() {
        var span = SPAN.get();
        return span == null ? null : span.getSpanId();
    }

    @Override
    public boolean isSampled() {
        var span = SPAN.get();
        return span != null && span.isSampled();
    }

    /** In place of the platform's sampler. */
    @Singleton
    static class Sampling {
        @Produces
        @Singleton
        @Alternative
        @Priority(1)
        Optional<ExemplarSampler> sampler() {
            return Optional.of(new DefaultExemplarSampler(new Measured()));
        }
    }
}
