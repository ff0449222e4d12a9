package ru.xrouter.provider.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.Operation;

/**
 * The calls of the provider by the OpenTelemetry conventions for generative AI. Models are the router's public ones; were
 * there ever more than {@value #MOST_MODELS}, the others would be counted as one.
 */
@Startup
@Singleton
class ProviderMetrics {
    static final String OK = "ok";
    static final String CANCELLED = "cancelled";

    private static final String PROVIDER = "gen_ai.provider.name";
    private static final int MOST_MODELS = 500;
    private static final String OTHERS = "other";

    private final MeterRegistry registry;
    private final String provider;
    private final Map<String, ModelMetrics> models = new ConcurrentHashMap<>();

    ProviderMetrics(MeterRegistry registry, ChatProvider provider, ProviderGate gate, Authorization authorization) {
        this.registry = registry;
        this.provider = provider.name();
        Gauge.builder("xrouter.provider.calls.running", gate, ProviderGate::running)
                .description("Calls of the provider that are under way")
                .tag(PROVIDER, this.provider)
                .register(registry);
        Gauge.builder("xrouter.provider.calls.waiting", gate, ProviderGate::waiting)
                .description("Calls that wait for a place, because the provider allows no more at the same time")
                .tag(PROVIDER, this.provider)
                .register(registry);
        authorization
                .secondsLeft()
                .ifPresent(left -> Gauge.builder("xrouter.provider.credential.expiry.seconds", left)
                        .description("How long the access token in hand is good for; 0 without one")
                        .tag(PROVIDER, this.provider)
                        .register(registry));
    }

    /** The figures of one model's calls; asked for once per call. */
    OperationMetrics of(Operation operation, String model) {
        var known = models.get(model);
        return (known == null ? added(model) : known).of(operation);
    }

    private ModelMetrics added(String model) {
        var label = models.size() < MOST_MODELS ? model : OTHERS;
        return models.computeIfAbsent(label, name -> new ModelMetrics(registry, provider, name));
    }
}
