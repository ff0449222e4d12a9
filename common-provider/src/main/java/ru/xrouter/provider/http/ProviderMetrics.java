package ru.xrouter.provider.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import ru.xrouter.provider.ChatProvider;

/** Times every call of the provider, by outcome: {@code ok}, {@code cancelled} or the failure's wire name. */
@Singleton
class ProviderMetrics {
    static final String OK = "ok";
    static final String CANCELLED = "cancelled";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(300)
    };

    private final Map<String, Timer> durations = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final String provider;
    private final Timer firstToken;

    ProviderMetrics(MeterRegistry registry, ChatProvider provider) {
        this.registry = registry;
        this.provider = provider.name();
        this.firstToken = Timer.builder("gen_ai.server.time_to_first_token")
                .description("From a streamed call to the first part of its answer.")
                .tag("gen_ai.provider.name", this.provider)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        duration(OK);
    }

    void firstToken(long nanos) {
        firstToken.record(nanos, TimeUnit.NANOSECONDS);
    }

    void ended(String outcome, long nanos) {
        var timer = durations.get(outcome);
        (timer == null ? duration(outcome) : timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer duration(String outcome) {
        return durations.computeIfAbsent(
                outcome,
                name -> Timer.builder("gen_ai.client.operation.duration")
                        .description("From a call of the provider to the end of its answer, by outcome.")
                        .tag("gen_ai.provider.name", provider)
                        .tag("outcome", name)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }
}
