package ru.xrouter.router.status;

import java.util.Locale;
import ru.xrouter.router.health.Figures;

/** How a provider, or one of its models, is doing in one word. */
enum ProviderState {
    OPERATIONAL,
    /** A tenth of the attempts or more failed. */
    DEGRADED,
    /** It cannot be reached, or nearly all attempts failed. */
    DOWN,
    /** Nobody has called it in the last minutes. */
    UNKNOWN;

    private static final int ENOUGH = 10;
    private static final double SOME = 0.1;
    private static final double NEARLY_ALL = 0.9;

    /** @param away whether our adapter in front of the provider cannot be reached */
    static ProviderState of(Figures figures, boolean away) {
        if (away) {
            return DOWN;
        }
        if (figures.attempts() == 0) {
            return UNKNOWN;
        }
        // Of a few attempts one that failed says little.
        if (figures.attempts() < ENOUGH || figures.errorRate() < SOME) {
            return OPERATIONAL;
        }
        return figures.errorRate() < NEARLY_ALL ? DEGRADED : DOWN;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
