package ru.xrouter.auth.apikey;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.SpendingCap;

/** A key's spending cap as it is kept: an amount and the time it is for. */
public final class Cap {
    private static final int MICROS = 6;

    private Cap() {}

    public static @Nullable Long micros(@Nullable BigDecimal roubles) {
        return roubles == null ? null : roubles.movePointRight(MICROS).longValueExact();
    }

    static @Nullable BigDecimal roubles(@Nullable Long micros) {
        return micros == null ? null : BigDecimal.valueOf(micros, MICROS).stripTrailingZeros();
    }

    public static @Nullable String period(@Nullable BigDecimal roubles, @Nullable String reset) {
        if (roubles == null) {
            return null;
        }
        return switch (reset) {
            case "daily" -> "day";
            case "monthly" -> "month";
            case null, default -> "lifetime";
        };
    }

    static @Nullable String reset(@Nullable String period) {
        return switch (period) {
            case "day" -> "daily";
            case "month" -> "monthly";
            case null, default -> null;
        };
    }

    public static SpendingCap of(@Nullable Long micros, @Nullable String period) {
        return new SpendingCap(
                "day".equals(period) ? micros : null,
                "month".equals(period) ? micros : null,
                "lifetime".equals(period) ? micros : null);
    }
}
