package ru.xrouter.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the gateway. */
@ConfigMapping(prefix = "xrouter.gateway")
public interface GatewayConfig {
    /** Base address of router-service. */
    @WithDefault("http://localhost:8082")
    URI routerUrl();

    /** Base address of auth-service. */
    @WithDefault("http://localhost:8081")
    URI authUrl();

    /** Base address of billing-service. */
    @WithDefault("http://localhost:8083")
    URI billingUrl();

    /** Gateways that share the traffic: without Redis each grants its part of a key's limits. At least 1. */
    @WithDefault("1")
    int replicas();

    /**
     * Tokens an answer counts against limits of tokens while it runs, when the request sets no limit of its own; put right
     * at its end.
     */
    @WithDefault("1000")
    int assumedAnswerTokens();

    /** How often the router is asked for its aliases of models; a limit of a model holds under a new name after it. */
    @WithDefault("5s")
    Duration aliasesEvery();

    /** Largest request body, after decompression. */
    @WithDefault("20M")
    MemorySize maxBody();

    /** Most that all request bodies held at one time may take; beyond it requests get 503. */
    @WithDefault("64M")
    MemorySize maxBodies();

    /** Longest time from a request's first byte to its answer's last; as the router's, which ends a generation first. */
    @WithDefault("10m")
    Duration totalTimeout();

    /** Longest wait for auth-service, billing-service and the router's list of models. */
    @WithDefault("2s")
    Duration callTimeout();

    /** Whether to log a line for every request; those that fail on our side are logged anyway. */
    @WithDefault("false")
    boolean accessLog();

    /** Who issues access tokens: auth-service's address as browsers and apps know it. */
    @WithDefault("http://localhost:8081")
    URI issuer();

    /** For whom access tokens must be. */
    @WithDefault("xrouter")
    String audience();

    /**
     * Networks whose hosts may say in {@code x-forwarded-for} for whom they call; matters to keys that may only be used
     * from some addresses.
     */
    Optional<List<String>> trustedProxies();

    /** The cache of API keys. */
    KeyCache keyCache();

    /** How long what auth-service said about a key is used. */
    interface KeyCache {
        /** Most keys remembered; twice, for valid and for unknown ones. */
        @WithDefault("10000")
        int size();

        /** Age from which an entry is asked for again while it still serves. */
        @WithDefault("5s")
        Duration refreshAfter();

        /** Age at which an entry serves no more, even with auth-service away. */
        @WithDefault("60s")
        Duration expireAfter();

        /** Age at which an entry serves no more while revocations cannot be heard. */
        @WithDefault("1s")
        Duration expireAfterDeaf();

        /** How long an unknown key is refused without asking again. */
        @WithDefault("5s")
        Duration unknownFor();
    }
}
