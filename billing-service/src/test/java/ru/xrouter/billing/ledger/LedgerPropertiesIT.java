package ru.xrouter.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.billing.usage.Settlements;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/**
 * Any history of top-ups, promotions, adjustments and settlements, repeated and in batches, leaves the balances that a
 * model in a few lines says, a ledger that adds up to zero, and an audit that finds nothing.
 */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class LedgerPropertiesIT {
    private static final int HISTORIES = 60;
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    @Inject
    LedgerStore ledger;

    @Inject
    AccountStore accounts;

    @Inject
    Settlements settlements;

    @Test
    void everyHistoryAddsUp() {
        JqwikSession.run(() -> acts().list()
                .ofMinSize(1)
                .ofMaxSize(25)
                .sampleStream()
                .limit(HISTORIES)
                .forEach(history -> {
                    var prefix = Events.newAccount();
                    var model = new Model();
                    for (var act : history) {
                        apply(prefix, act);
                        model.apply(act);
                    }
                    for (var account : model.seen) {
                        var stored = QuarkusTransaction.requiringNew().call(() -> accounts.findById(prefix + account));
                        assertThat(stored.balance().micros()).isEqualTo(model.balance(account));
                        assertThat(stored.promotional().micros()).isEqualTo(model.promotional(account));
                    }
                }));
        var balances = QuarkusTransaction.requiringNew().call(ledger::balances);
        assertThat(balances.stream().mapToLong(LedgerBalance::balanceMicros).sum())
                .isZero();
        Billing.call().post("/internal/ledger/audits").then().statusCode(200).body("differing", equalTo(0));
    }

    private void apply(String prefix, Act act) {
        switch (act) {
            case Act.Pay(var account, var reference, var micros) ->
                inAccount(prefix + account, () -> ledger.topUp(prefix + account, reference, new Money(micros)));
            case Act.Give(var account, var reference, var micros) ->
                inAccount(
                        prefix + account, () -> ledger.promote(prefix + account, reference, new Money(micros), NEVER));
            case Act.Adjust(var account, var reference, var micros) ->
                inAccount(
                        prefix + account, () -> ledger.adjust(prefix + account, reference, new Money(micros), "test"));
            case Act.Settle(var uses) ->
                settlements.settle(uses.stream().map(use -> use.event(prefix)).toList());
        }
    }

    private void inAccount(String accountId, Runnable act) {
        QuarkusTransaction.requiringNew().run(() -> {
            accounts.open(List.of(accountId));
            accounts.lock(List.of(accountId));
            act.run();
        });
    }

    private static Arbitrary<Act> acts() {
        var account = Arbitraries.integers().between(0, 2);
        var reference = Arbitraries.of("r1", "r2", "r3");
        var micros = Arbitraries.longs().between(1, 5_000_000);
        var signed = Arbitraries.longs().between(-2_000_000, 2_000_000);
        // A generation belongs to one account, however often it is heard of.
        var use = Combinators.combine(
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.longs().between(0, 3_000_000))
                .as(Use::new);
        return Arbitraries.oneOf(
                Combinators.combine(account, reference, micros).as(Act.Pay::new),
                Combinators.combine(account, reference, micros).as(Act.Give::new),
                Combinators.combine(account, reference, signed).as(Act.Adjust::new),
                use.list()
                        .uniqueElements(Use::generation)
                        .ofMinSize(1)
                        .ofMaxSize(8)
                        .map(Act.Settle::new));
    }

    private sealed interface Act {
        record Pay(int account, String reference, long micros) implements Act {}

        record Give(int account, String reference, long micros) implements Act {}

        record Adjust(int account, String reference, long micros) implements Act {}

        record Settle(List<Use> uses) implements Act {}
    }

    private record Use(int generation, long micros) {
        int account() {
            return generation % 3;
        }

        UsageEvent event(String prefix) {
            return Events.event(
                    "gen-" + prefix + generation,
                    prefix + account(),
                    "key-" + generation % 2,
                    Events.MODEL,
                    Usage.of(10, 5),
                    new Money(micros));
        }
    }

    /** What everybody has, in the simplest way to say it. */
    private static final class Model {
        private final Set<String> known = new HashSet<>();
        private final Map<Integer, Long> paid = new HashMap<>();
        private final Map<Integer, Long> given = new HashMap<>();
        private final Set<Integer> seen = new HashSet<>();

        void apply(Act act) {
            switch (act) {
                case Act.Pay(var account, var reference, var micros) -> once("pay", account, reference, micros, paid);
                case Act.Give(var account, var reference, var micros) ->
                    once("give", account, reference, micros, given);
                case Act.Adjust(var account, var reference, var micros) ->
                    once("adjust", account, reference, micros, paid);
                case Act.Settle(var uses) -> {
                    for (var use : uses) {
                        seen.add(use.account());
                        if (known.add("gen" + use.generation())) {
                            spend(use.account(), use.micros());
                        }
                    }
                }
            }
        }

        private void once(String kind, int account, String reference, long micros, Map<Integer, Long> where) {
            seen.add(account);
            if (known.add(kind + account + reference)) {
                where.merge(account, micros, Long::sum);
            }
        }

        private void spend(int account, long micros) {
            var gift = Math.min(micros, given.getOrDefault(account, 0L));
            given.merge(account, -gift, Long::sum);
            paid.merge(account, gift - micros, Long::sum);
        }

        long balance(int account) {
            return paid.getOrDefault(account, 0L) + promotional(account);
        }

        long promotional(int account) {
            return given.getOrDefault(account, 0L);
        }
    }
}
