package ru.xrouter.auth.oauth;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cap that the person set; empty when they set none. */
record Spending(@Nullable Long micros, @Nullable String period) {
    private static final BigDecimal HIGHEST = new BigDecimal("1000000000");
    private static final Set<String> PERIODS = Set.of("day", "month", "lifetime");

    /** Null when it cannot be read, or caps an app that could make keys without a cap. */
    static @Nullable Spending read(@Nullable String cap, @Nullable String period, boolean managesKeys) {
        if (cap == null || cap.isBlank()) {
            return new Spending(null, null);
        }
        var amount = cap.strip().replace(',', '.');
        if (managesKeys
                || period == null
                || !PERIODS.contains(period)
                || !amount.matches("[0-9]{1,10}(\\.[0-9]{1,6})?")) {
            return null;
        }
        var roubles = new BigDecimal(amount);
        return roubles.compareTo(HIGHEST) > 0
                ? null
                : new Spending(roubles.movePointRight(6).longValueExact(), period);
    }
}
