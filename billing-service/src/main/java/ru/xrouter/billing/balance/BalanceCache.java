package ru.xrouter.billing.balance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.billing.ledger.Account;

/**
 * The copy of the balances in Redis, by which the router admits generations. A copy is never overwritten by an older
 * one, and a hold is released in the same step in which its generation's cost shows in the balance.
 */
@ApplicationScoped
public class BalanceCache {
    private static final int AT_ONCE = 6;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** KEYS: balance, holds, held. ARGV: micros, version, generation ids. */
    private static final String SETTLE = """
            local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '-1')
            if tonumber(ARGV[2]) >= version then
                redis.call('HSET', KEYS[1], 'micros', ARGV[1], 'version', ARGV[2])
            end
            local released = 0
            for i = 3, #ARGV do
                local hold = redis.call('HGET', KEYS[2], ARGV[i])
                if hold then
                    redis.call('HDEL', KEYS[2], ARGV[i])
                    released = released + tonumber(string.match(hold, '^%d+') or '0')
                end
            end
            if redis.call('EXISTS', KEYS[2]) == 0 then
                redis.call('DEL', KEYS[3])
            elseif released > 0 then
                redis.call('DECRBY', KEYS[3], string.format('%.0f', released))
            end
            return released
            """;

    private final ReactiveRedisDataSource redis;

    BalanceCache(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    /** Writes the balances after a settlement and releases the holds of the settled generations. */
    public void settled(Collection<Account> accounts, Collection<UsageEvent> events) {
        Map<String, List<String>> generations =
                events.stream().collect(groupingBy(UsageEvent::accountId, mapping(UsageEvent::generationId, toList())));
        run(accounts.stream()
                .map(account -> settle(account, generations.getOrDefault(account.accountId(), List.of())))
                .toList());
    }

    /** Writes the balances. */
    public void publish(Collection<Account> accounts) {
        settled(accounts, List.of());
    }

    /** The sum of the account's holds. */
    public Money held(String accountId) {
        var held = redis.value(String.class)
                .get(RedisNames.held(accountId))
                .await()
                .atMost(LONGEST_WAIT);
        return held == null ? Money.ZERO : new Money(Long.parseLong(held));
    }

    private Uni<Response> settle(Account account, List<String> generationIds) {
        var id = account.accountId();
        var arguments = new ArrayList<>(List.of(
                SETTLE,
                "3",
                RedisNames.balance(id),
                RedisNames.holds(id),
                RedisNames.held(id),
                Long.toString(account.balance().micros()),
                Long.toString(account.version())));
        arguments.addAll(generationIds);
        return redis.execute("EVAL", arguments.toArray(String[]::new));
    }

    private static void run(List<Uni<Response>> scripts) {
        if (!scripts.isEmpty()) {
            Uni.join()
                    .all(scripts)
                    .usingConcurrencyOf(AT_ONCE)
                    .andFailFast()
                    .await()
                    .atMost(LONGEST_WAIT);
        }
    }
}
