package ru.xrouter.billing.ledger;

import static java.util.stream.Collectors.toMap;
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
import java.util.SortedMap;
import java.util.TreeMap;
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
 * Any history of top-ups, promotions that expire or do not, adjustments, and settlements, also of generations that had been
 * given up, repeated and in batches, leaves the balances that a model in a few lines says, of customers and of the ledger's
 * accounts, which add up to zero, and an audit that finds nothing.
 */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class LedgerPropertiesIT {
    private static final int HISTORIES = 60;
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    @Inject
    LedgerStore ledger;

    @Inject
    AccountStore accounts;

    @Inject
    Settlements settlements;

    @Test
    void everyHistoryAddsUp() {
        var before = balances();
        var expected = new HashMap<String, Long>();
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
                    model.earned.forEach((name, micros) -> expected.merge(name, micros, Long::sum));
                }));
        var after = balances();
        assertThat(after.values().stream().mapToLong(Long::longValue).sum()).isZero();
        assertThat(expected).hasSize(5);
        expected.forEach((name, micros) -> assertThat(after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L))
                .as(name)
                .isEqualTo(micros));
        Billing.call().post("/internal/ledger/audits").then().statusCode(200).body("differing", equalTo(0));
    }

    private Map<String, Long> balances() {
        return QuarkusTransaction.requiringNew().call(ledger::balances).stream()
                .collect(toMap(LedgerBalance::ledgerAccount, LedgerBalance::balanceMicros));
    }

    private void apply(String prefix, Act act) {
        switch (act) {
            case Act.Pay(var account, var reference, var micros) ->
                inAccount(prefix + account, () -> ledger.topUp(prefix + account, reference, new Money(micros)));
            case Act.Give(var account, var reference, var micros, var expiresAt) ->
                inAccount(
                        prefix + account,
                        () -> ledger.promote(prefix + account, reference, new Money(micros), expiresAt));
            case Act.Expire(var account, var held) ->
                inAccount(prefix + account, () -> ledger.expirePromotions(prefix + account, new Money(held)));
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
                        Arbitraries.longs().between(0, 3_000_000),
                        Arbitraries.of(End.class))
                .as(Use::new);
        return Arbitraries.oneOf(
                Combinators.combine(account, reference, micros).as(Act.Pay::new),
                Combinators.combine(account, reference, micros, Arbitraries.of(PAST, NEVER))
                        .as(Act.Give::new),
                Combinators.combine(account, Arbitraries.longs().between(0, 2_000_000))
                        .as(Act.Expire::new),
                Combinators.combine(account, reference, signed).as(Act.Adjust::new),
                use.list()
                        .uniqueElements(Use::generation)
                        .ofMinSize(1)
                        .ofMaxSize(8)
                        .map(Act.Settle::new));
    }

    private sealed interface Act {
        record Pay(int account, String reference, long micros) implements Act {}

        record Give(int account, String reference, long micros, Instant expiresAt) implements Act {}

        /** With so much of the account held. */
        record Expire(int account, long held) implements Act {}

        record Adjust(int account, String reference, long micros) implements Act {}

        record Settle(List<Use> uses) implements Act {}
    }

    private enum End {
        ANSWERED,
        /** With the account's own credential. */
        ANSWERED_ON_OWN,
        /** Given up; it may be heard of later. */
        LOST
    }

    private record Use(int generation, long micros, End end) {
        int account() {
            return generation % 3;
        }

        UsageEvent event(String prefix) {
            var event = Events.event(
                    "gen-" + prefix + generation,
                    prefix + account(),
                    "key-" + generation % 2,
                    Events.MODEL,
                    Usage.of(10, 5),
                    new Money(micros));
            return switch (end) {
                case ANSWERED -> event;
                case ANSWERED_ON_OWN -> Events.byok(event);
                case LOST -> Events.lost(event);
            };
        }
    }

    /** What everybody has, in the simplest way to say it. */
    private static final class Model {
        private final Set<String> known = new HashSet<>();
        private final Map<Integer, Long> paid = new HashMap<>();
        /** By when they expire, and by reference. */
        private final Map<Integer, TreeMap<String, Long>> given = new HashMap<>();

        private final Set<Integer> seen = new HashSet<>();
        private final Map<String, Long> earned = new HashMap<>();

        void apply(Act act) {
            switch (act) {
                case Act.Pay(var account, var reference, var micros) -> {
                    if (once("pay", account, reference)) {
                        paid.merge(account, micros, Long::sum);
                    }
                }
                case Act.Give(var account, var reference, var micros, var expiresAt) -> {
                    if (once("give", account, reference)) {
                        gifts(account).put(expiresAt + reference, micros);
                    }
                }
                case Act.Expire(var account, var held) -> {
                    seen.add(account);
                    take(gifts(account).headMap(NEVER.toString()), Math.max(0, balance(account) - held));
                }
                case Act.Adjust(var account, var reference, var micros) -> {
                    if (once("adjust", account, reference)) {
                        paid.merge(account, micros, Long::sum);
                    }
                }
                case Act.Settle(var uses) -> uses.forEach(this::settle);
            }
        }

        private boolean once(String kind, int account, String reference) {
            seen.add(account);
            return known.add(kind + account + reference);
        }

        private void settle(Use use) {
            seen.add(use.account());
            if (use.end() != End.LOST && known.add("gen" + use.generation())) {
                var gift = take(gifts(use.account()), use.micros());
                paid.merge(use.account(), gift - use.micros(), Long::sum);
                earn(use.event(""));
            }
        }

        private void earn(UsageEvent event) {
            var from = event.byok() ? "service_fee:" : "revenue:";
            var provider = event.provider();
            earned.merge(from + provider, event.cost().minus(event.vat()).micros(), Long::sum);
            earned.merge("vat", event.vat().micros(), Long::sum);
            earned.merge("provider:" + provider, event.providerCost().micros(), Long::sum);
            earned.merge("provider_cost:" + provider, -event.providerCost().micros(), Long::sum);
        }

        /** Takes so much of gifts, the first ones first; what it could take. */
        private static long take(SortedMap<String, Long> gifts, long micros) {
            var left = micros;
            for (var gift : gifts.entrySet()) {
                var taken = Math.min(left, gift.getValue());
                gift.setValue(gift.getValue() - taken);
                left -= taken;
            }
            return micros - left;
        }

        private SortedMap<String, Long> gifts(int account) {
            return given.computeIfAbsent(account, _ -> new TreeMap<>());
        }

        long balance(int account) {
            return paid.getOrDefault(account, 0L) + promotional(account);
        }

        long promotional(int account) {
            return gifts(account).values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
