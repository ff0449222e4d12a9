package ru.xrouter.billing.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Percent;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.GivenUpAttempt;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.api.usage.UsageEvent;

/** Usage events as the router writes them. */
public final class Events {
    public static final String MODEL = "sber/gigachat-2";
    public static final Price PRICE = new Price(200_000_000, 50_000_000, 400_000_000, LocalDate.of(2026, 1, 1));

    public static final Price PROVIDER_PRICE =
            new Price(160_000_000, 40_000_000, 300_000_000, LocalDate.of(2026, 1, 1));
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
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
        return with(event, Map.of("capped", true));
    }

    /** The same event of a generation with the account's own credential at the provider: what is paid is our fee. */
    public static UsageEvent byok(UsageEvent event) {
        return with(event, Map.of("byok", true, "provider_cost", Money.ZERO));
    }

    /** The same event of a generation that tried others in vain before. */
    public static UsageEvent after(UsageEvent event, GivenUpAttempt... givenUp) {
        return with(event, Map.of("given_up", givenUp));
    }

    /** A call of the events' model at another provider, or at their own, that was given up. */
    public static GivenUpAttempt givenUp(String provider, Usage usage) {
        return new GivenUpAttempt(MODEL, provider, "timed_out", usage, PROVIDER_PRICE.costOf(usage), false);
    }

    /** The same event of embeddings. */
    public static UsageEvent embedding(UsageEvent event) {
        return with(event, Map.of("endpoint", "embeddings"));
    }

    /** The same event at another price. */
    public static UsageEvent priced(UsageEvent event, Price price) {
        var cost = price.costOf(event.usage());
        return with(event, Map.of("price", price, "cost", cost, "vat", VAT.partOf(cost)));
    }

    /** The end of the same generation as far as billing knows when it gives it up. */
    public static UsageEvent lost(UsageEvent event) {
        return with(
                event,
                Map.of(
                        "provider", "unknown",
                        "outcome", Outcome.LOST,
                        "usage", Usage.NONE,
                        "cost", Money.ZERO,
                        "vat", Money.ZERO,
                        "provider_cost", Money.ZERO));
    }

    private static UsageEvent with(UsageEvent event, Map<String, ?> members) {
        ObjectNode json = JSON.valueToTree(event);
        members.forEach((name, value) -> json.set(name, JSON.valueToTree(value)));
        return JSON.convertValue(json, UsageEvent.class);
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
                "5f2c",
                "chat",
                List.of());
    }
}
