package ru.xrouter.billing.usage;

import java.util.OptionalLong;

/**
 * The age that the oldest usage event had when it was last looked for: most are settled a moment later. While nobody can look, that event may still be
 * there, and grows older.
 */
final class EventLag {
    private static final double MILLIS = 1000;

    private volatile OptionalLong oldestMillis = OptionalLong.empty();
    private volatile OptionalLong measuredMillis = OptionalLong.empty();

    void measured(OptionalLong oldestMillis, long nowMillis) {
        this.oldestMillis = oldestMillis;
        measuredMillis = OptionalLong.of(nowMillis);
    }

    void notMeasured() {
        measuredMillis = OptionalLong.empty();
    }

    double seconds(long nowMillis) {
        var oldest = oldestMillis;
        return oldest.isEmpty() ? 0 : Math.max(0, (measuredMillis.orElse(nowMillis) - oldest.getAsLong()) / MILLIS);
    }
}
