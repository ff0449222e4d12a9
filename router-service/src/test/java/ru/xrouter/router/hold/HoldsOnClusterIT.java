package ru.xrouter.router.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.access.SpendingCap;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.router.Blocking;
import ru.xrouter.router.RouterResource;
import ru.xrouter.service.testing.RedisCluster;
import ru.xrouter.service.testing.RedisClusterResource;

/** Holds on a Redis Cluster: every script finds its keys in one slot, and no account spends more than it has. */
@QuarkusTest
@WithTestResource(RedisClusterResource.class)
@WithTestResource(RouterResource.class)
class HoldsOnClusterIT {
    private static final int ACCOUNTS = 20;
    private static final int AFFORDABLE = 5;
    private static final Money AMOUNT = new Money(1_000);

    @Inject
    Vertx vertx;

    @Inject
    RedisDataSource redis;

    @Inject
    Holds holds;

    @SuppressWarnings("NullAway.Init")
    RedisCluster cluster;

    @Test
    void holdsNoMoreThanEachAccountAndKeyHas() throws Exception {
        // Other tests may have left some on the cluster.
        var before = registered();
        // Given
        var accounts = new ArrayList<String>();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add("acct-" + UUID.randomUUID());
        }
        for (var account : accounts) {
            redis.execute("HSET", RedisNames.balance(account), "micros", "5999", "version", "1");
            redis.execute("HSET", RedisNames.keySpend(account, "capped"), "version", "1", "micros", "3001");
        }
        for (var account : accounts) {
            // When
            var capped = attempts(account, "capped", new SpendingCap(null, null, 5_000L));
            var free = attempts(account, "free", SpendingCap.NONE);
            // Then
            assertThat(capped).isEqualTo(1);
            assertThat(free).isEqualTo(AFFORDABLE - capped);
            assertThat(redis.execute("GET", RedisNames.held(account)).toLong()).isEqualTo(AFFORDABLE * 1_000L);
            assertThat(redis.execute("HGET", RedisNames.keySpend(account, "capped"), "held")
                            .toLong())
                    .isEqualTo(1_000);
        }
        assertThat(registered() - before).isEqualTo(ACCOUNTS * AFFORDABLE);
    }

    @Test
    void registersRunningHoldsWithANewMasterThoughNoConnectionBroke() throws Exception {
        // Given
        var account = "acct-" + UUID.randomUUID();
        redis.execute("HSET", RedisNames.balance(account), "micros", "5999", "version", "1");
        var hold = hold(account, "free", SpendingCap.NONE);
        onLoop(() -> holds.place(hold));
        try {
            assertThat(held(hold)).isTrue();
            // When
            cluster.failOverWithoutData(RedisNames.holds(account));
            // Then
            Blocking.until(() -> held(hold));
            assertThat(redis.execute("GET", RedisNames.held(account)).toLong()).isEqualTo(AMOUNT.micros());
        } finally {
            holds.ended(hold.generationId(), Money.ZERO);
        }
    }

    /** A cluster that is still finding itself answers nothing. */
    private boolean held(Hold hold) {
        try {
            return redis.execute("HEXISTS", RedisNames.holds(hold.accountId()), hold.generationId())
                            .toInteger()
                    == 1;
        } catch (RuntimeException _) {
            return false;
        }
    }

    private static Hold hold(String account, String key, SpendingCap cap) {
        return new Hold(
                account,
                "gen-" + UUID.randomUUID(),
                key,
                cap,
                "m",
                AMOUNT,
                Instant.now().plus(Duration.ofMinutes(10)));
    }

    private long registered() {
        var registered = 0L;
        for (int registry = 0; registry < RedisNames.HOLD_REGISTRIES; registry++) {
            registered +=
                    redis.execute("ZCARD", RedisNames.holdRegistry(registry)).toLong();
        }
        return registered;
    }

    /** How many of some holds at the same time are placed. */
    private long attempts(String account, String key, SpendingCap cap) throws Exception {
        return onLoop(() -> {
            var placed = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 2 * AFFORDABLE; i++) {
                var hold = hold(account, key, cap);
                placed.add(holds.place(hold).map(true).recover(_ -> Future.succeededFuture(false)));
            }
            return Future.all(placed)
                    .map(all ->
                            all.<Boolean>list().stream().filter(held -> held).count());
        });
    }

    private <T> T onLoop(Supplier<Future<T>> call) throws Exception {
        var done = Promise.<T>promise();
        vertx.getOrCreateContext().runOnContext(_ -> call.get().onComplete(done));
        return done.future().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
