package ru.xrouter.provider.http;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.Operation;
import ru.xrouter.service.metrics.Boundaries;
import ru.xrouter.service.trace.Trace;

/**
 * Duration, time to the first part, and tokens of one operation with one model. Meters appear with their first value, so
 * that a model which only chats shows no embeddings.
 */
final class OperationMetrics {
    private static final String OPERATION = "gen_ai.operation.name";
    private static final String PROVIDER = "gen_ai.provider.name";
    private static final String MODEL = "gen_ai.request.model";
    private static final double[] TOKENS = {1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576};

    private final MeterRegistry registry;
    private final Tags tags;
    private final String provider;
    private final String model;
    private final String operation;
    private final Map<String, Timer> durations = new ConcurrentHashMap<>();
    private volatile @Nullable Timer firstChunk;
    private volatile @Nullable DistributionSummary input;
    private volatile @Nullable DistributionSummary output;

    OperationMetrics(MeterRegistry registry, String provider, String model, Operation operation) {
        this.registry = registry;
        this.provider = provider;
        this.model = model;
        // The conventions' own names for what they know.
        this.operation = operation.name().toLowerCase(Locale.ROOT);
        this.tags = Tags.of(OPERATION, this.operation, PROVIDER, provider, MODEL, model);
    }

    /** The span of a call of the provider, named as the conventions want it; it says what the labels say in a metric. */
    Trace calling(Trace trace) {
        return trace.isOff()
                ? trace
                : trace.calling(operation + " " + model)
                        .with(OPERATION, operation)
                        .with(PROVIDER, provider)
                        .with(MODEL, model);
    }

    /** @param outcome {@code ok}, {@code cancelled} or the failure's wire name */
    void ended(String outcome, long nanos) {
        var known = durations.get(outcome);
        (known == null ? durations.computeIfAbsent(outcome, this::duration) : known)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void firstChunk(long nanos) {
        var known = firstChunk;
        if (known == null) {
            known = Timer.builder("gen_ai.client.operation.time_to_first_chunk")
                    .description("From a streamed call to the first part of its answer")
                    .tags(tags)
                    .serviceLevelObjectives(Boundaries.modelCall())
                    .register(registry);
            firstChunk = known;
        }
        known.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** What an answer used by the provider's count. */
    void used(Usage usage) {
        if (usage.promptTokens() > 0) {
            var known = input;
            if (known == null) {
                known = tokens("input");
                input = known;
            }
            known.record(usage.promptTokens());
        }
        if (usage.completionTokens() > 0) {
            var known = output;
            if (known == null) {
                known = tokens("output");
                output = known;
            }
            known.record(usage.completionTokens());
        }
    }

    private Timer duration(String outcome) {
        return Timer.builder("gen_ai.client.operation.duration")
                .description("From a call of the provider to the end of its answer")
                .tags(tags)
                // Empty, which is the same as no label at all, when nothing went wrong.
                .tag("error.type", ProviderMetrics.OK.equals(outcome) ? "" : outcome)
                .serviceLevelObjectives(Boundaries.modelCall())
                .register(registry);
    }

    private DistributionSummary tokens(String type) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of one call, as the provider counted them")
                .tags(tags)
                .tag("gen_ai.token.type", type)
                .serviceLevelObjectives(TOKENS)
                .register(registry);
    }
}
