package ru.xrouter.provider.http;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Settings of an adapter in a test: patient, unless the test says otherwise. */
final class TestConfig implements ProviderConfig {
    private static final Duration PATIENCE = Duration.ofSeconds(RunningAdapter.PATIENCE_SECONDS);

    volatile Duration firstByteTimeout = PATIENCE;
    volatile Duration idleTimeout = PATIENCE;
    volatile Duration probeTimeout = PATIENCE;
    Duration keepAlive = Duration.ofSeconds(15);
    int connections = 8;
    int waiting = 8;
    boolean http2 = true;
    int maxRequest = 1024 * 1024;
    int maxAnswer = 1024 * 1024;

    @Nullable
    Integer concurrency = 0;

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration firstByteTimeout() {
        return firstByteTimeout;
    }

    @Override
    public Duration answerTimeout() {
        return PATIENCE;
    }

    @Override
    public Duration probeTimeout() {
        return probeTimeout;
    }

    @Override
    public Duration idleTimeout() {
        return idleTimeout;
    }

    @Override
    public Duration keepAlive() {
        return keepAlive;
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public boolean http2() {
        return http2;
    }

    @Override
    public int http2Connections() {
        return 1;
    }

    @Override
    public int waiting() {
        return waiting;
    }

    @Override
    public int maxRequest() {
        return maxRequest;
    }

    @Override
    public int maxAnswer() {
        return maxAnswer;
    }

    @Override
    public OptionalInt concurrency() {
        var told = concurrency;
        return told == null ? OptionalInt.empty() : OptionalInt.of(told);
    }

    @Override
    public int embeddingsAtOnce() {
        return 2;
    }

    @Override
    public int maxChoices() {
        return 3;
    }
}
