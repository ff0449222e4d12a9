package ru.xrouter.gateway.limit;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gateway.limit.Grant.Verdict;

/** What the limits said to a request; a generation that was admitted must be released exactly once, at its end. */
public final class Admission {
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("x-ratelimit-limit-requests");
    private static final CharSequence REMAINING = HttpHeaders.createOptimized("x-ratelimit-remaining-requests");
    private static final CharSequence RESET = HttpHeaders.createOptimized("x-ratelimit-reset-requests");
    private static final CharSequence RETRY_AFTER_MILLIS = HttpHeaders.createOptimized("retry-after-ms");
    private static final CharSequence LIMIT_MODE = HttpHeaders.createOptimized(Headers.LIMIT_MODE);
    private static final Duration CONCURRENCY_RETRY = Duration.ofSeconds(1);
    private static final long MICROS = 1_000;

    private final Grant grant;
    private final LimitMode mode;
    private final @Nullable Runnable release;

    Admission(Grant grant, LimitMode mode, @Nullable Runnable release) {
        this.grant = grant;
        this.mode = mode;
        this.release = release;
    }

    /** Why the request may not go on, or null when it may. Nothing needs releasing then. */
    public @Nullable ApiError refusal() {
        return switch (grant.verdict()) {
            case ADMITTED -> null;
            case RATE_EXCEEDED ->
                ApiError.rateLimited(
                        "Rate limit reached: %d requests per minute for this key.".formatted(grant.limit()),
                        "requests",
                        retryAfter());
            case CONCURRENCY_EXCEEDED ->
                ApiError.rateLimited(
                        "Too many generations are running with this key. Wait for one to end.",
                        "concurrency",
                        retryAfter());
        };
    }

    public void writeHeaders(HttpServerResponse response) {
        response.putHeader(LIMIT, Long.toString(grant.limit()))
                .putHeader(REMAINING, Long.toString(grant.remaining()))
                .putHeader(RESET, GoDuration.format(grant.resetMicros()))
                .putHeader(LIMIT_MODE, mode.wireName());
        if (grant.verdict() != Verdict.ADMITTED) {
            response.putHeader(RETRY_AFTER_MILLIS, Long.toString(retryAfter().toMillis()));
        }
    }

    /** The generation has ended. */
    public void release() {
        if (release != null) {
            release.run();
        }
    }

    private Duration retryAfter() {
        return grant.verdict() == Verdict.RATE_EXCEEDED
                ? Duration.ofMillis(Math.ceilDiv(grant.retryMicros(), MICROS))
                : CONCURRENCY_RETRY;
    }
}
