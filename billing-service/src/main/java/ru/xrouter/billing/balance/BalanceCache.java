package ru.xrouter.billing.balance;

import static java.util.stream.Collectors.groupingBy;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.billing.ledger.SpentByKey;

/**
 * The copy of the balances in Redis, by which the router admits generations. A copy is never overwritten by an older
 * one, and a hold is released in the same step in which its generation's cost shows in the balance.
 */
@ApplicationScoped
public class BalanceCache {
    private static final int AT_ONCE = 6;
    private static final String VERSION = "version";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** While an account is locked, and settlements of it wait. */
    private static final Duration LONGEST_HOLD_UP = Duration.ofSeconds(2);

    /** So long after its last change a key's copy goes; the router asks for it when it needs it again. */
    private static final String KEPT_SECONDS = "3456000";

    /**
     * KEYS: balance, holds, held, hold registry, spend of keys with a cap, spend of those without, which is not kept up and so
     * must be asked for when they get a cap again. ARGV: micros, version, account, seconds that keys' spend is
     * kept, number of keys with a cap, day, day's micros, month, month's micros and micros of each key, then each generation and the
     * number of its key, 0 when its hold does not count there.
     */
    private static final String SETTLE = """
            local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '-1')
            if tonumber(ARGV[2]) >= version then
                redis.call('HSET', KEYS[1], 'micros', ARGV[1], 'version', ARGV[2])
            end
            local keys = tonumber(ARGV[5])
            for i = 1, keys do
                local key, at = KEYS[4 + i], 6 + (i - 1) * 5
                if tonumber(ARGV[2]) >= tonumber(redis.call('HGET', key, 'version') or '-1') then
                    redis.call('HSET', key, 'day', ARGV[at], 'day_micros', ARGV[at + 1], 'month', ARGV[at + 2],
                        'month_micros', ARGV[at + 3], 'micros', ARGV[at + 4], 'version', ARGV[2])
                    redis.call('EXPIRE', key, ARGV[4])
                end
            end
            for i = 5 + keys, #KEYS do
                redis.call('HDEL', KEYS[i], 'version')
            end
            local released = 0
            for i = 6 + keys * 5, #ARGV, 2 do
                local hold = redis.call('HGET', KEYS[2], ARGV[i])
                if hold then
                    local micros = string.match(hold, '^%d+') or '0'
                    redis.call('HDEL', KEYS[2], ARGV[i])
                    released = released + tonumber(micros)
                    local key = KEYS[4 + tonumber(ARGV[i + 1])]
                    if ARGV[i + 1] ~= '0' and redis.call('HEXISTS', key, 'held') == 1 then
                        redis.call('HINCRBY', key, 'held', '-' .. micros)
                    end
                end
                redis.call('ZREM', KEYS[4], ARGV[3] .. ' ' .. ARGV[i])
            end
            if redis.call('EXISTS', KEYS[2]) == 0 then
                redis.call('DEL', KEYS[3])
            elseif released > 0 then
                redis.call('DECRBY', KEYS[3], string.format('%.0f', released))
            end
            return released
            """;

    /**
     * KEYS: balance, held. ARGV: micros, version, the version that comes next, micros that are to go. A copy of a later version is wrong,
     * as one is that was taken from too late; by this failure all copies are written anew.
     */
    private static final String TAKE = """
            local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '-1')
            local held = redis.call('GET', KEYS[2]) or '0'
            local taken = math.min(tonumber(ARGV[4]), tonumber(ARGV[1]) - tonumber(held))
            if version > tonumber(ARGV[2]) then
                return redis.error_reply('AHEAD the copy is of a later version')
            end
            if taken > 0 then
                redis.call('HSET', KEYS[1], 'micros', string.format('%.0f', tonumber(ARGV[1]) - taken), 'version', ARGV[3])
            end
            return held
            """;

    private final ReactiveRedisDataSource redis;

    BalanceCache(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    /** Writes balances and keys' spend after a settlement and releases the holds of the settled generations. */
    public void settled(Collection<Account> accounts, Collection<SpentByKey> spent, Collection<UsageEvent> events) {
        var keys = spent.stream().collect(groupingBy(SpentByKey::accountId));
        var settled = events.stream().collect(groupingBy(UsageEvent::accountId));
        run(accounts.stream()
                .map(account -> settle(
                        account,
                        keys.getOrDefault(account.accountId(), List.of()),
                        settled.getOrDefault(account.accountId(), List.of())))
                .toList());
    }

    /** Writes the balances. */
    public void publish(Collection<Account> accounts) {
        settled(accounts, List.of(), List.of());
    }

    /** Writes a balance and what some of the account's keys have spent. */
    public void publish(Account account, Collection<SpentByKey> spent) {
        settled(List.of(account), spent, List.of());
    }

    /** What an account's keys have spent is not known any more; the router asks for it when it needs it. */
    void forgetSpent(String accountId, Collection<String> keyIds) {
        run(keyIds.stream()
                .map(keyId -> redis.execute("HDEL", RedisNames.keySpend(accountId, keyId), VERSION))
                .toList());
    }

    /** Versions of the copies that are newer than the accounts they are of, by account. */
    Map<String, Long> newerThan(List<Account> accounts) {
        var copies = copies(accounts.stream().map(Account::accountId).toList()).iterator();
        var newer = new HashMap<String, Long>();
        for (var account : accounts) {
            var version = copies.next().version();
            if (version > account.version()) {
                newer.put(account.accountId(), version);
            }
        }
        return newer;
    }

    /** The copies of accounts, in their order. */
    List<Copy> copies(List<String> accountIds) {
        var hashes = redis.hash(String.class);
        return Uni.join()
                .all(accountIds.stream()
                        .map(id -> hashes.hmget(RedisNames.balance(id), "micros", VERSION)
                                .map(Copy::of))
                        .toList())
                .usingConcurrencyOf(AT_ONCE)
                .andFailFast()
                .await()
                .atMost(LONGEST_WAIT);
    }

    /** @param version of the account that it is a copy of; {@link #NONE} when there is no copy */
    record Copy(long micros, long version) {
        static final long NONE = -1;

        private static Copy of(Map<String, String> hash) {
            var micros = hash.get("micros");
            var version = hash.get(VERSION);
            return micros == null || version == null
                    ? new Copy(0, NONE)
                    : new Copy(Long.parseLong(micros), Long.parseLong(version));
        }
    }

    /**
     * Takes from an account's copy, before the ledger does, as much as is to go and is not held: no generation is admitted by it any more.
     *
     * @param account locked, so that the ledger's next change is this one
     * @return the micro-roubles to leave: the sum of the account's holds
     */
    public Money take(Account account, Money wanted) {
        var held = redis.execute(
                        "EVAL",
                        TAKE,
                        "2",
                        RedisNames.balance(account.accountId()),
                        RedisNames.held(account.accountId()),
                        Long.toString(account.balance().micros()),
                        Long.toString(account.version()),
                        Long.toString(account.version() + 1),
                        Long.toString(wanted.micros()))
                .await()
                .atMost(LONGEST_HOLD_UP);
        return new Money(held.toLong());
    }

    /** The sum of the account's holds. */
    public Money held(String accountId) {
        var held = redis.value(String.class)
                .get(RedisNames.held(accountId))
                .await()
                .atMost(LONGEST_WAIT);
        return held == null ? Money.ZERO : new Money(Long.parseLong(held));
    }

    private Uni<Response> settle(Account account, List<SpentByKey> keys, List<UsageEvent> events) {
        var id = account.accountId();
        var names = new ArrayList<>(List.of(
                RedisNames.balance(id), RedisNames.holds(id), RedisNames.held(id), RedisNames.holdRegistry(id)));
        var arguments = new ArrayList<>(List.of(
                Long.toString(account.balance().micros()),
                Long.toString(account.version()),
                id,
                KEPT_SECONDS,
                Integer.toString(keys.size())));
        var numbers = new HashMap<String, Integer>();
        for (var key : keys) {
            names.add(RedisNames.keySpend(id, key.keyId()));
            numbers.put(key.keyId(), numbers.size() + 1);
            arguments.addAll(List.of(
                    key.day(),
                    Long.toString(key.dayMicros()),
                    key.month(),
                    Long.toString(key.monthMicros()),
                    Long.toString(key.micros())));
        }
        events.stream()
                .filter(event -> !event.capped())
                .map(event -> RedisNames.keySpend(id, event.keyId()))
                .distinct()
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        for (var event : events) {
            arguments.add(event.generationId());
            arguments.add(event.capped() ? Integer.toString(numbers.getOrDefault(event.keyId(), 0)) : "0");
        }
        var call = new ArrayList<>(List.of(SETTLE, Integer.toString(names.size())));
        call.addAll(names);
        call.addAll(arguments);
        return redis.execute("EVAL", call.toArray(String[]::new));
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
