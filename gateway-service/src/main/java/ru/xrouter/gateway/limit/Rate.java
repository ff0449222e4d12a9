package ru.xrouter.gateway.limit;

import java.time.Duration;

/** What may be asked for so often in a time; in the order in which {@code admit.lua} knows them. */
enum Rate {
    REQUESTS_PER_MINUTE("requests per minute", "requests", Duration.ofMinutes(1), 0),
    REQUESTS_PER_DAY("requests per day", "requests", Duration.ofDays(1), 1),
    TOKENS_PER_MINUTE("tokens per minute", "tokens", Duration.ofMinutes(1), 2),
    TOKENS_PER_DAY("tokens per day", "tokens", Duration.ofDays(1), 3);

    private static final long NANOS = 1_000;
    private static final long SLACK_MICROS = 1_000;

    private final String text;
    private final String kind;
    private final long periodMicros;
    private final int place;

    Rate(String text, String kind, Duration period, int place) {
        this.text = text;
        this.kind = kind;
        this.place = place;
        this.periodMicros = period.toNanos() / NANOS;
    }

    /** From 0; what {@code admit.lua} calls it by. */
    int place() {
        return place;
    }

    /** For people. */
    String text() {
        return text;
    }

    /** {@code requests} or {@code tokens}. */
    String kind() {
        return kind;
    }

    boolean ofTokens() {
        return this == TOKENS_PER_MINUTE || this == TOKENS_PER_DAY;
    }

    /** 0 when there is no such limit. */
    int of(Bounds bounds) {
        return switch (this) {
            case REQUESTS_PER_MINUTE -> bounds.requestsPerMinute();
            case REQUESTS_PER_DAY -> bounds.requestsPerDay();
            case TOKENS_PER_MINUTE -> bounds.tokensPerMinute();
            case TOKENS_PER_DAY -> bounds.tokensPerDay();
        };
    }

    /** How far so many of a limit move the theoretical arrival (GCRA). */
    long micros(long number, int limit) {
        return ofTokens() ? (long) Math.ceil((double) number * periodMicros / limit) : number * interval(limit);
    }

    /** How far the theoretical arrival may lie ahead: a whole limit's worth may come at once. */
    long ahead(int limit) {
        return ofTokens() ? periodMicros + SLACK_MICROS : limit * interval(limit);
    }

    /** How many of a limit may follow at once when the theoretical arrival lies so far ahead. */
    long remaining(long aheadMicros, int limit) {
        var free = Math.max(0, ahead(limit) - aheadMicros);
        return ofTokens() ? Math.min(limit, (long) ((double) free * limit / periodMicros)) : free / interval(limit);
    }

    private long interval(int limit) {
        return Math.ceilDiv(periodMicros, limit);
    }
}
