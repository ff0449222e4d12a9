package ru.xrouter.provider.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How an adapter waits for its provider. */
@ConfigMapping(prefix = "xrouter.provider")
public interface ProviderConfig {
    /** Longest wait for a connection. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** Longest wait from sending a request to the first part of a streamed answer. */
    @WithDefault("60s")
    Duration firstByteTimeout();

    /** Longest wait for a whole answer that is not streamed: nothing of it comes before the model has finished. */
    @WithDefault("300s")
    Duration answerTimeout();

    /** Longest wait for a list of models or the check of a credential. */
    @WithDefault("10s")
    Duration probeTimeout();

    /** Longest silence in the middle of an answer. */
    @WithDefault("60s")
    Duration idleTimeout();

    /** A stream that has been silent this long gets a comment, so that nobody between takes it for dead. */
    @WithDefault("15s")
    Duration keepAlive();

    /** Connections to the provider per event loop; all of a router's streams may come to one loop. */
    @WithDefault("4096")
    int connections();

    /** Whether calls go over HTTP/2 where the provider offers it; its API has to be at an HTTPS address. */
    @WithDefault("true")
    boolean http2();

    /** HTTP/2 connections to the provider per event loop; each carries many calls. */
    @WithDefault("4")
    int http2Connections();

    /** Calls that may wait for a connection, per event loop; more are refused. */
    @WithDefault("256")
    int waiting();

    /** Largest request taken, in bytes. */
    @WithDefault("20971520")
    int maxRequest();

    /** Largest answer read whole, in bytes. */
    @WithDefault("16777216")
    int maxAnswer();

    /**
     * Calls that may run at the provider at the same time under our credential, on this replica; 0 for no limit, and what
     * the provider documents where it is not told. More wait in order.
     */
    OptionalInt concurrency();

    /** Largest {@code n} of a request: each choice is a call of its own. */
    @WithDefault("8")
    int maxChoices();

    /** Calls for one request's embeddings that run at the same time. */
    @WithDefault("4")
    int embeddingsAtOnce();
}
