package ru.xrouter.billing.testing;

import java.time.LocalDate;
import java.util.UUID;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Percent;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.api.usage.UsageEvent;

/** Usage events as the router writes them. */
public final class Events {
    public static final String MODEL = "sber/gigachat-2";
    public static final Price PRICE = new Price(200_000_000, 50_000_000, 400_000_000, LocalDate.of(2026, 1, 1));

    public static final Price PROVIDER_PRICE =
            new Price(160_000_000, 40_000_000, 300_000_000, LocalDate.of(2026, 1, 1));
    private static final Percent VAT = Percent.of("22");

    private Events() {}

    public static String newAccount() {
        return "acct-" + UUID.randomUUID();
    }

    public static String newGeneration() {
        return "gen-" + UUID.randomUUID();
    }

    public static UsageEvent answered(String accountId, Usage usage) {
        return event(newGeneration(), accountId, "key-of-" + accountId, MODEL, usage, PRICE.costOf(usage));
    }

    public static UsageEvent costing(String accountId, long micros) {
        return event(newGeneration(), accountId, "key-of-" + accountId, MODEL, Usage.of(10, 5), new Money(micros));
    }

    /** The same event of a key with a spending cap. */
    public static UsageEvent capped(UsageEvent event) {
        return new UsageEvent(
                event.generationId(),
                event.accountId(),
                event.keyId(),
                event.model(),
                event.requestedModel(),
                event.provider(),
                event.streamed(),
                event.outcome(),
                event.finishReason(),
                event.errorCode(),
                event.usage(),
                event.price(),
                event.cost(),
                event.vat(),
                event.providerCost(),
                event.attempts(),
                event.startedAt(),
                event.latencyMillis(),
                event.firstByteMillis(),
                event.providerRequestId(),
                true,
                event.byok(),
                event.app(),
                event.endUser());
    }

    /** The same event of a generation with the account's own credential at the provider: what is paid is our fee. */
    public static UsageEvent byok(UsageEvent event) {
        return new UsageEvent(
                event.generationId(),
                event.accountId(),
                event.keyId(),
                event.model(),
                event.requestedModel(),
                event.provider(),
                event.streamed(),
                event.outcome(),
                event.finishReason(),
                event.errorCode(),
                event.usage(),
                event.price(),
                event.cost(),
                event.vat(),
                Money.ZERO,
                event.attempts(),
                event.startedAt(),
                event.latencyMillis(),
                event.firstByteMillis(),
                event.providerRequestId(),
                event.capped(),
                true,
                event.app(),
                event.endUser());
    }

    /** The same event at another price. */
    public static UsageEvent priced(UsageEvent event, Price price) {
        var cost = price.costOf(event.usage());
        return new UsageEvent(
                event.generationId(),
                event.accountId(),
                event.keyId(),
                event.model(),
                event.requestedModel(),
                event.provider(),
                event.streamed(),
                event.outcome(),
                event.finishReason(),
                event.errorCode(),
                event.usage(),
                price,
                cost,
                VAT.partOf(cost),
                event.providerCost(),
                event.attempts(),
                event.startedAt(),
                event.latencyMillis(),
                event.firstByteMillis(),
                event.providerRequestId(),
                event.capped(),
                event.byok(),
                event.app(),
                event.endUser());
    }

    public static UsageEvent event(
            String generationId, String accountId, String keyId, String model, Usage usage, Money cost) {
        return new UsageEvent(
                generationId,
                accountId,
                keyId,
                model,
                "gigachat",
                "gigachat",
                true,
                Outcome.ANSWERED,
                "stop",
                null,
                usage,
                PRICE,
                cost,
                VAT.partOf(cost),
                PROVIDER_PRICE.costOf(usage),
                1,
                1_795_000_000_123L,
                840,
                120L,
                "provider-request-1",
                false,
                false,
                "app-1",
                "5f2c");
    }
}
