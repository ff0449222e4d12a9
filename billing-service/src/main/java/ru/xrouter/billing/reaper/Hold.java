package ru.xrouter.billing.reaper;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.api.usage.UsageEvent;

/** Credit that the router reserved for a running generation, as Redis holds it. */
record Hold(String accountId, String generationId, long expiresAtMillis, String keyId, boolean capped, String model) {
    private static final int PARTS = 5;
    private static final Price NOT_RATED = new Price(0, 0, 0, LocalDate.EPOCH);

    /** Reads {@code micros:expiresAtMillis:keyId:capped:model}; empty when it is anything else. */
    static Optional<Hold> read(String accountId, String generationId, String value) {
        var parts = value.split(":", PARTS);
        try {
            return parts.length == PARTS
                    ? Optional.of(new Hold(
                            accountId,
                            generationId,
                            Long.parseLong(parts[1]),
                            parts[2],
                            parts[3].equals("1"),
                            parts[4]))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The end of a generation that was never heard of again: nothing used, nothing charged. */
    UsageEvent lost() {
        return new UsageEvent(
                generationId,
                accountId,
                keyId,
                model,
                model,
                "unknown",
                false,
                Outcome.LOST,
                null,
                null,
                Usage.NONE,
                NOT_RATED,
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                0,
                expiresAtMillis,
                0,
                null,
                null,
                capped,
                false,
                null,
                null,
                null,
                List.of());
    }
}
