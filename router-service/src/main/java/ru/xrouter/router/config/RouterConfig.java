package ru.xrouter.router.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the router routes: whom it calls, how long it waits, what it bounds. */
@ConfigMapping(prefix = "xrouter.router")
public interface RouterConfig {
    /** The catalogue file, reloaded when it changes. Left out: the catalogue that comes with the router. */
    Optional<Path> catalogue();

    /** How often the catalogue file is looked at. */
    @WithDefault("2s")
    Duration cataloguePoll();

    /** How often the adapters are asked which models their providers list. */
    @WithDefault("5m")
    Duration providerListPoll();

    /** The adapters by the name that the catalogue uses. */
    Map<String, Adapter> adapters();

    /** Where the adapters are that are there, by the name that the catalogue uses. */
    static Map<String, URI> enabledAdapters(RouterConfig config) {
        return config.adapters().entrySet().stream()
                .filter(entry -> entry.getValue().enabled())
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().url()));
    }

    /** Base address of billing-service. */
    @WithDefault("http://localhost:8083")
    URI billingUrl();

    /** Longest wait for billing's answer. */
    @WithDefault("2s")
    Duration billingTimeout();

    /** Longest wait for the head of an adapter's answer; then the next candidate is tried. */
    @WithDefault("60s")
    Duration firstByteTimeout();

    /** Longest silence in the middle of an answer; keep-alive comments count as life. */
    @WithDefault("60s")
    Duration idleTimeout();

    /** Longest time a generation may take in all. */
    @WithDefault("10m")
    Duration totalTimeout();

    /** Most candidates called for one generation. */
    @WithDefault("4")
    int maxAttempts();

    /** Whether requests may ask for a second candidate beside a slow one; what is served in vain by that is paid by us. */
    @WithDefault("true")
    boolean hedging();

    /** How long an adapter that could not be reached is tried after all others. */
    @WithDefault("1s")
    Duration adapterRest();

    /** How often the routers tell each other how the providers are doing. */
    @WithDefault("5s")
    Duration healthEvery();

    /** How much longer than a generation its hold lives, so that a late usage event still finds it. */
    @WithDefault("5m")
    Duration holdMargin();

    /** What may be held while Redis is away. */
    LocalHolds localHolds();

    /** Largest request body in bytes. */
    @WithDefault("33554432")
    int maxBody();

    /** Largest answer in bytes that is not streamed. */
    @WithDefault("16777216")
    int maxAnswer();

    /** Most generations at the same time; more are refused with 503. */
    @WithDefault("10000")
    int maxRunning();

    /** Folder of the usage spool, for this process alone; must outlive it. */
    @WithDefault("spool")
    Path spoolDir();

    /** Most bytes of usage events in the spool; what does not fit is logged and lost. */
    @WithDefault("268435456")
    long spoolMaxBytes();

    /** How often the spool is offered to Redis. */
    @WithDefault("1s")
    Duration spoolDrain();

    /** Holds of this router alone, for the time without Redis. */
    interface LocalHolds {
        /** Part of an account's credit, as Redis last told of it, that all routers together may hold; 0: nothing without Redis. */
        @WithDefault("0.1")
        double share();

        /** Most that all routers together may hold of an account, in roubles. */
        @WithDefault("50")
        BigDecimal most();

        /** Routers that share the traffic: each may hold its part. At least 1. */
        @WithDefault("1")
        int replicas();

        /** How long an account's credit is remembered. */
        @WithDefault("10m")
        Duration remember();

        /** Most accounts remembered. */
        @WithDefault("50000")
        int accounts();
    }

    /** One adapter. */
    interface Adapter {
        /** Base address. */
        URI url();

        /** Whether it is there. What only it could serve is not on sale. */
        @WithDefault("true")
        boolean enabled();
    }
}
