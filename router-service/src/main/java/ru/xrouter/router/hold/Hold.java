package ru.xrouter.router.hold;

import java.time.Instant;
import ru.xrouter.api.money.Money;

/** Credit to be reserved for one generation until billing settles it, or until it counts as lost. */
public record Hold(String accountId, String generationId, String keyId, String model, Money amount, Instant expiresAt) {
    String value() {
        return amount.micros() + ":" + expiresAt.toEpochMilli() + ":" + keyId + ":" + model;
    }
}
