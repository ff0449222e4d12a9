package ru.xrouter.billing.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.GivenUpAttempt;
import ru.xrouter.api.usage.Usage;

/** A row of {@code given_up_attempt}. */
@RegisterForReflection
record GivenUpRow(
        String model,
        String provider,
        String reason,
        int promptTokens,
        int completionTokens,
        int cachedTokens,
        int reasoningTokens,
        boolean estimated,
        long providerCost,
        boolean byok) {
    GivenUpAttempt attempt() {
        var usage = new Usage(promptTokens, completionTokens, cachedTokens, reasoningTokens, estimated);
        return new GivenUpAttempt(model, provider, reason, usage, new Money(providerCost), byok);
    }
}
