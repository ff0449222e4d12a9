package ru.xrouter.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.GivenUpAttempt;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;

/** What becomes of usage events: ledger, balances, holds and spend of keys. */
abstract class SettlementContract {
    private static final long IN_AN_HOUR = 3_600_000;

    @Inject
    Billing billing;

    @Inject
    DataSource database;

    @Inject
    MeterRegistry metrics;

    @Test
    void chargesAGenerationAndReleasesItsHold() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00").statusCode(201);
        var event = Events.costing(account, 1_234_567);
        billing.hold(account, event.generationId(), 3_000_000, System.currentTimeMillis() + IN_AN_HOUR);
        billing.hold(account, "gen-still-running", 500_000, System.currentTimeMillis() + IN_AN_HOUR);
        // When
        billing.send(event);
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(8_765_433);
        assertThat(Billing.credits(account, "spent_micros")).isEqualTo(1_234_567);
        assertThat(Billing.credits(account, "held_micros")).isEqualTo(500_000);
        assertThat(billing.copiedBalance(account)).isEqualTo("8765433");
        assertThat(billing.holds(account)).containsExactly("gen-still-running");
    }

    @Test
    void booksTheFeeForAnAccountsOwnContractApartAndOwesTheProviderNothing() throws SQLException {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00").statusCode(201);
        var event = Events.byok(Events.costing(account, 50_000));
        // When
        billing.send(event);
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(9_950_000);
        assertThat(entries(event.generationId()))
                .containsExactlyInAnyOrder(
                        "settlement customer_credit service_fee:gigachat 50000",
                        "vat service_fee:gigachat vat " + event.vat().micros());
        Billing.call()
                .get("/internal/generations/{id}?account_id={account}", event.generationId(), account)
                .then()
                .body("byok", equalTo(true))
                .body("provider_cost", equalTo(0));
    }

    @Test
    void booksWhatProvidersServedInVainAsOurCostAlone() throws SQLException {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00").statusCode(201);
        var vain = Events.givenUp("gigachat", Usage.of(10, 0));
        var elsewhere = Events.givenUp("yandexgpt", Usage.estimate(1_000, 0));
        var own = new GivenUpAttempt(Events.MODEL, "yandexgpt", "outpaced", Usage.of(5, 0), Money.ZERO, true);
        var event = Events.after(Events.costing(account, 50_000), vain, elsewhere, own);
        // When
        billing.send(event);
        billing.send(event);
        billing.awaitSettled();
        billing.send(event);
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(9_950_000);
        var gigachat = event.providerCost().plus(vain.providerCost()).micros();
        assertThat(entries(event.generationId()))
                .containsExactlyInAnyOrder(
                        "settlement customer_credit revenue:gigachat 50000",
                        "vat revenue:gigachat vat " + event.vat().micros(),
                        "provider_cost provider_cost:gigachat provider:gigachat " + gigachat,
                        "provider_cost provider_cost:yandexgpt provider:yandexgpt 160000");
        assertThat(settled(event)).isEqualTo(event);
        Billing.call()
                .get("/internal/accounts/{id}/usage?group_by=model,day", account)
                .then()
                .body("data.size()", equalTo(1))
                .body("data[0].generations", equalTo(1))
                .body("data[0].prompt_tokens", equalTo(10));
    }

    @Test
    void booksWhatWasServedInVainOfAGenerationThatWasLostAtFirst() throws SQLException {
        // Given
        var account = Events.newAccount();
        var event =
                Events.after(Events.costing(account, 50_000), Events.givenUp("yandexgpt", Usage.estimate(1_000, 0)));
        billing.send(Events.lost(Events.after(event)));
        billing.awaitSettled();
        // When
        billing.send(event);
        billing.awaitSettled();
        // Then
        assertThat(settled(event)).isEqualTo(event);
        assertThat(entries(event.generationId()))
                .contains("provider_cost provider_cost:yandexgpt provider:yandexgpt 160000");
    }

    private List<String> entries(String reference) throws SQLException {
        var entries = new ArrayList<String>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select kind || ' ' || debit || ' ' || credit || ' ' || amount from ledger_entry where reference = ?")) {
            query.setString(1, reference);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(rows.getString(1));
                }
            }
        }
        return entries;
    }

    @Test
    void chargesTheSameEventOnceHoweverOftenItComes() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        var event = Events.costing(account, 1_000_000);
        var before = metrics.counter("xrouter.billing.events", "outcome", "duplicate")
                .count();
        // When
        for (int i = 0; i < 5; i++) {
            billing.send(event);
        }
        billing.awaitSettled();
        for (int i = 0; i < 5; i++) {
            billing.send(event);
        }
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(9_000_000);
        spendOf(event).body("generations", equalTo(1)).body("spent_micros", equalTo(1_000_000));
        assertThat(metrics.counter("xrouter.billing.events", "outcome", "duplicate")
                        .count())
                .isGreaterThanOrEqualTo(before + 5);
    }

    private static ValidatableResponse spendOf(UsageEvent event) {
        return Billing.call()
                .queryParam("account_id", event.accountId())
                .get("/internal/keys/{id}/spend", event.keyId())
                .then()
                .statusCode(200);
    }

    @Test
    void chargesACostAboveTheHoldInFullEvenBelowZero() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "1.00");
        var event = Events.costing(account, 1_500_000);
        billing.hold(account, event.generationId(), 900_000, System.currentTimeMillis() + IN_AN_HOUR);
        // When
        billing.send(event);
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(-500_000);
        assertThat(billing.copiedBalance(account)).isEqualTo("-500000");
        assertThat(billing.held(account)).isNull();
    }

    @Test
    void writesWhatAKeyWithACapHasSpentInTheStepThatReleasesItsHold() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        billing.send(Events.costing(account, 400_000));
        billing.awaitSettled();
        var event = Events.capped(Events.costing(account, 600_000));
        billing.holdOfCap(account, event.generationId(), 900_000, System.currentTimeMillis() + IN_AN_HOUR);
        // When
        billing.send(event);
        billing.awaitSettled();
        // Then
        var today = LocalDate.now(ZoneOffset.UTC).toString();
        assertThat(billing.keySpend(account))
                .containsEntry("held", "0")
                .containsEntry("day", today)
                .containsEntry("day_micros", "1000000")
                .containsEntry("month", today.substring(0, 7))
                .containsEntry("month_micros", "1000000")
                .containsEntry("micros", "1000000");
        assertThat(billing.registered(account, event.generationId())).isFalse();
        assertThat(billing.held(account)).isNull();
    }

    @Test
    void forgetsWhatAKeyHasSpentOnceItSpendsWithoutACap() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        billing.send(Events.capped(Events.costing(account, 600_000)));
        billing.awaitSettled();
        assertThat(billing.keySpend(account)).containsKey("version");
        // When
        billing.send(Events.costing(account, 400_000));
        billing.awaitSettled();
        // Then the router has to ask before it believes the copy again
        assertThat(billing.keySpend(account)).doesNotContainKey("version");
    }

    @Test
    void writesWhatAKeyHasSpentWhenAsked() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        billing.send(Events.costing(account, 400_000));
        billing.awaitSettled();
        // When
        Billing.call()
                .queryParam("key_id", "key-of-" + account)
                .post("/internal/accounts/{id}/balance/publish", account)
                .then()
                .statusCode(204);
        // Then
        assertThat(billing.keySpend(account)).containsEntry("micros", "400000").containsKey("version");
    }

    @Test
    void opensAnAccountWithItsFirstEvent() {
        // Given
        var account = Events.newAccount();
        // When
        billing.send(Events.costing(account, 7));
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(-7);
    }

    @Test
    void conservesMoneyAndTokensWhateverComesTwiceOrInDisorder() {
        // Given
        var random = new Random(20261123);
        var toppedUp = new HashMap<String, Long>();
        for (int i = 0; i < 8; i++) {
            var account = Events.newAccount();
            var roubles = 1 + random.nextInt(50);
            Billing.topUp(account, Integer.toString(roubles)).statusCode(201);
            toppedUp.put(account, roubles * 1_000_000L);
        }
        var accounts = List.copyOf(toppedUp.keySet());
        var model = "sber/" + Events.newGeneration();
        var events = new ArrayList<UsageEvent>();
        for (int i = 0; i < 1_500; i++) {
            var account = accounts.get(random.nextInt(accounts.size()));
            var usage = new Usage(random.nextInt(2_000), random.nextInt(500), 0, 0, random.nextInt(10) == 0);
            events.add(Events.event(
                    Events.newGeneration(),
                    account,
                    "key-" + random.nextInt(3),
                    model,
                    usage,
                    Events.PRICE.costOf(usage)));
        }
        var sent = new ArrayList<>(events);
        sent.addAll(events.subList(0, 700));
        Collections.shuffle(sent, random);
        // When
        sent.forEach(billing::send);
        billing.awaitSettled();
        // Then
        toppedUp.forEach((account, paid) -> {
            var cost = events.stream()
                    .filter(event -> event.accountId().equals(account))
                    .mapToLong(event -> event.cost().micros())
                    .sum();
            assertThat(Billing.balance(account)).isEqualTo(paid - cost);
            assertThat(billing.copiedBalance(account)).isEqualTo(Long.toString(paid - cost));
        });
        assertSummary(model, events);
    }

    private static void assertSummary(String model, List<UsageEvent> events) {
        var summary = Billing.call()
                .get("/internal/ledger/summary")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(summary.getLong("ledger_micros")).isEqualTo(summary.getLong("balance_micros"));
        assertThat(summary.getLong("settlements"))
                .isEqualTo(summary.getList("models.generations", Long.class).stream()
                        .mapToLong(Long::longValue)
                        .sum());
        var totals = "models.find { it.model == '%s' }.".formatted(model);
        assertThat(summary.getLong(totals + "generations")).isEqualTo(1_500);
        assertThat(summary.getLong(totals + "prompt_tokens"))
                .isEqualTo(events.stream()
                        .mapToLong(event -> event.usage().promptTokens())
                        .sum());
        assertThat(summary.getLong(totals + "completion_tokens"))
                .isEqualTo(events.stream()
                        .mapToLong(event -> event.usage().completionTokens())
                        .sum());
        assertThat(summary.getLong(totals + "cost_micros"))
                .isEqualTo(events.stream()
                        .mapToLong(event -> event.cost().micros())
                        .sum());
        assertThat(summary.getLong(totals + "estimated"))
                .isEqualTo(events.stream()
                        .filter(event -> event.usage().estimated())
                        .count());
    }

    @Test
    void refusesToChangeTheLedger() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "5.00");
        // When
        var change = Assertions.catchThrowable(() -> execute("update ledger_entry set amount = amount + 1"));
        var removal = Assertions.catchThrowable(() -> execute("delete from ledger_entry"));
        // Then
        assertThat(change).isInstanceOf(SQLException.class).hasMessageContaining("append-only");
        assertThat(removal).isInstanceOf(SQLException.class).hasMessageContaining("append-only");
    }

    @Test
    void remembersAllOfAGenerationForItsOwnAccountAlone() {
        // Given
        var account = Events.newAccount();
        var event = Events.answered(account, new Usage(100, 50, 40, 20, true));
        billing.send(event);
        billing.awaitSettled();
        // When
        var own = Billing.generation(event.generationId(), account);
        var others = Billing.generation(event.generationId(), Events.newAccount());
        // Then
        assertThat(own.statusCode(200).extract().as(UsageEvent.class)).isEqualTo(event);
        others.statusCode(404).body("error.code", equalTo("not_found")).body("error.param", nullValue());
    }

    @Test
    void touchesNoPastGenerationWhenThePriceChanges() throws SQLException {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        var usage = new Usage(100, 50, 40, 0, false);
        var past = Events.answered(account, usage);
        billing.send(past);
        billing.awaitSettled();
        var booked = entries(past.generationId());
        var raised = new Price(2_000_000_000, 500_000_000, 4_000_000_000L, LocalDate.of(2026, 11, 1));
        var later = Events.priced(Events.answered(account, usage), raised);
        // When
        billing.send(later);
        billing.send(Events.priced(past, raised));
        billing.awaitSettled();
        // Then
        assertThat(settled(past)).isEqualTo(past);
        assertThat(entries(past.generationId())).containsExactlyInAnyOrderElementsOf(booked);
        assertThat(settled(later)).isEqualTo(later);
        assertThat(later.cost().micros()).isEqualTo(10 * past.cost().micros());
        assertThat(Billing.balance(account))
                .isEqualTo(10_000_000 - past.cost().micros() - later.cost().micros());
    }

    private static UsageEvent settled(UsageEvent event) {
        return Billing.generation(event.generationId(), event.accountId())
                .statusCode(200)
                .extract()
                .as(UsageEvent.class);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
