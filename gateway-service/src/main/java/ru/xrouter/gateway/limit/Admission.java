package ru.xrouter.gateway.limit;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gateway.limit.Grant.Verdict;

/** What the limits said to a request; a generation that was admitted must be released exactly once, at its end. */
public final class Admission {
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("x-ratelimit-limit-requests");
    private static final CharSequence REMAINING = HttpHeaders.createOptimized("x-ratelimit-remaining-requests");
    private static final CharSequence RESET = HttpHeaders.createOptimized("x-ratelimit-reset-requests");
    private static final CharSequence LIMIT_TOKENS = HttpHeaders.createOptimized("x-ratelimit-limit-tokens");
    private static final CharSequence REMAINING_TOKENS = HttpHeaders.createOptimized("x-ratelimit-remaining-tokens");
    private static final CharSequence RESET_TOKENS = HttpHeaders.createOptimized("x-ratelimit-reset-tokens");
    private static final CharSequence RETRY_AFTER_MILLIS = HttpHeaders.createOptimized("retry-after-ms");
    private static final CharSequence LIMIT_MODE = HttpHeaders.createOptimized(Headers.LIMIT_MODE);
    private static final Duration CONCURRENCY_RETRY = Duration.ofSeconds(1);
    private static final long MICROS = 1_000;

    private final Grant grant;
    private final LimitMode mode;
    private final long takenAt;
    private final @Nullable Release release;

    /** A refusal, or a look at the limits. */
    Admission(Grant grant, LimitMode mode) {
        this(grant, mode, 0, null);
    }

    Admission(Grant grant, LimitMode mode, long takenAt, @Nullable Release release) {
        this.grant = grant;
        this.mode = mode;
        this.takenAt = takenAt;
        this.release = release;
    }

    /** Why the request may not go on, or null when it may. Nothing needs releasing then. */
    public @Nullable ApiError refusal() {
        return switch (grant.verdict()) {
            case ADMITTED -> null;
            case RATE_EXCEEDED ->
                ApiError.rateLimited(
                        "Rate limit reached: %d %s for %s.".formatted(grant.limit(), rate().text(), whose()),
                        rate().kind(),
                        retryAfter());
            case CONCURRENCY_EXCEEDED ->
                ApiError.rateLimited(
                        "Too many generations are running with %s. Wait for one to end.".formatted(whose()),
                        "concurrency",
                        retryAfter());
            case TOO_MANY_TOKENS ->
                ApiError.rateLimited(
                                "The request may use more than the %d %s of %s. Send less, or lower max_tokens."
                                        .formatted(grant.limit(), rate().text(), whose()),
                                "tokens",
                                Duration.ZERO)
                        .withRetryAfter(null);
        };
    }

    /** When it was admitted, by Redis' clock in microseconds since the epoch; 0 when Redis was not asked. */
    public long takenAt() {
        return takenAt;
    }

    private Rate rate() {
        return Objects.requireNonNull(grant.refusedBy());
    }

    private String whose() {
        return Objects.requireNonNull(grant.whose());
    }

    public void writeHeaders(HttpServerResponse response) {
        var requests = Objects.requireNonNull(grant.requests(), "Every key has a limit of requests.");
        response.putHeader(LIMIT, Long.toString(requests.limit()))
                .putHeader(REMAINING, Long.toString(requests.remaining()))
                .putHeader(RESET, GoDuration.format(requests.resetMicros()))
                .putHeader(LIMIT_MODE, mode.wireName());
        var tokens = grant.tokens();
        if (tokens != null) {
            response.putHeader(LIMIT_TOKENS, Long.toString(tokens.limit()))
                    .putHeader(REMAINING_TOKENS, Long.toString(tokens.remaining()))
                    .putHeader(RESET_TOKENS, GoDuration.format(tokens.resetMicros()));
        }
        switch (grant.verdict()) {
            case ADMITTED -> {}
            case RATE_EXCEEDED, CONCURRENCY_EXCEEDED ->
                response.putHeader(
                        RETRY_AFTER_MILLIS, Long.toString(retryAfter().toMillis()));
            // However long the client waits, this request will not pass.
            case TOO_MANY_TOKENS -> response.putHeader(Headers.SHOULD_RETRY, "false");
        }
    }

    /** The generation has ended; what it used of its tokens is for the router to tell. */
    public void release() {
        release(false);
    }

    /** The generation has ended before the router knew of it: its tokens may be used again. */
    public void releaseUnused() {
        release(true);
    }

    private void release(boolean unused) {
        if (release != null) {
            release.ended(unused);
        }
    }

    private Duration retryAfter() {
        return grant.verdict() == Verdict.RATE_EXCEEDED
                ? Duration.ofMillis(Math.ceilDiv(grant.retryMicros(), MICROS))
                : CONCURRENCY_RETRY;
    }

    /** Gives a generation's place back, and its tokens too when they are unused. */
    interface Release {
        void ended(boolean unused);
    }
}
