package ru.xrouter.provider.http;

import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.service.trace.Traces;

/** What every call of the provider uses. */
@Singleton
final class Upstream {
    final Vertx vertx;
    final ChatProvider provider;
    final ProviderClients clients;
    final ProviderGate gate;
    final CustomerGates customerGates;
    final ProviderConfig config;
    final ProviderMetrics metrics;
    final Traces traces;

    Upstream(
            Vertx vertx,
            ChatProvider provider,
            ProviderClients clients,
            ProviderGate gate,
            CustomerGates customerGates,
            ProviderConfig config,
            ProviderMetrics metrics,
            Traces traces) {
        this.vertx = vertx;
        this.provider = provider;
        this.clients = clients;
        this.gate = gate;
        this.customerGates = customerGates;
        this.config = config;
        this.metrics = metrics;
        this.traces = traces;
    }
}
