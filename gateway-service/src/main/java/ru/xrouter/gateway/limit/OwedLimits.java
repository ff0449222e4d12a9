package ru.xrouter.gateway.limit;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * What this gateway granted while Redis was away: told to Redis when it is back, so that what was used then counts and what
 * runs still has its place.
 */
final class OwedLimits {
    private static final Logger LOG = Logger.getLogger(OwedLimits.class);
    private static final RedisScript REPAY = RedisScript.loadWithTokenLimits(OwedLimits.class, "repay.lua");
    private static final Rate[] RATES = Rate.values();
    /** Beyond so many sets of limits the rest is forgiven. */
    private static final int MOST = 20_000;

    private static final int AT_ONCE = 100;

    private final Map<String, Debt> debts = new HashMap<>();
    private final Map<String, Running> running = new HashMap<>();

    /** A generation was admitted without Redis. */
    synchronized void granted(long nowMicros, List<Scope> scopes, String generationId, long tokens) {
        var owed = new ArrayList<Debt>(scopes.size());
        for (var scope : scopes) {
            var known = debts.get(scope.limits());
            if (known == null && debts.size() < MOST) {
                known = new Debt(scope, new LocalLimit());
                debts.put(scope.limits(), known);
            }
            if (known != null) {
                known.used().use(nowMicros, scope.bounds(), tokens);
                owed.add(known);
            }
        }
        if (running.size() < MOST) {
            running.put(generationId, new Running(nowMicros, scopes, owed));
        }
    }

    /** Of tokens that it did not use, what is owed still need not be told; Redis gives back what it has been told. */
    synchronized void ended(long nowMicros, String generationId, long unusedTokens) {
        var ended = running.remove(generationId);
        if (ended != null) {
            ended.debts().stream()
                    .filter(debt -> debt.equals(debts.get(debt.scope().limits())))
                    .forEach(debt -> debt.used()
                            .giveBackTokens(
                                    nowMicros, ended.since(), debt.scope().bounds(), unusedTokens));
        }
    }

    /** Tells Redis, on an event loop; what it does not take now stays owed. */
    void repay(EventLoopRedis redis, long nowMicros, String lifetimeMillis) {
        repay(redis, nowMicros, lifetimeMillis, take());
    }

    private void repay(EventLoopRedis redis, long nowMicros, String lifetimeMillis, Queue<Debt> left) {
        var some = new ArrayList<Future<?>>();
        while (some.size() < AT_ONCE && !left.isEmpty()) {
            var debt = left.remove();
            some.add(repay(redis, nowMicros, lifetimeMillis, debt).onFailure(failure -> {
                LOG.debugf("Limits are owed until Redis is back: %s", failure.getMessage());
                giveBack(debt);
            }));
        }
        if (!some.isEmpty()) {
            Future.join(some).onComplete(_ -> repay(redis, nowMicros, lifetimeMillis, left));
        }
    }

    private Future<Response> repay(EventLoopRedis redis, long nowMicros, String lifetimeMillis, Debt debt) {
        var scope = debt.scope();
        var arguments = new ArrayList<String>();
        arguments.add(lifetimeMillis);
        for (var rate : RATES) {
            arguments.add(Long.toString(debt.used().ahead(rate, nowMicros)));
        }
        arguments.addAll(running(scope));
        return REPAY.run(redis, List.of(scope.limits(), scope.running()), arguments);
    }

    private synchronized Queue<Debt> take() {
        var all = new ArrayDeque<>(debts.values());
        debts.clear();
        return all;
    }

    private synchronized void giveBack(Debt debt) {
        debts.putIfAbsent(debt.scope().limits(), debt);
    }

    private synchronized List<String> running(Scope scope) {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().scopes().contains(scope))
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    /** A generation that was admitted without Redis, and what is owed for it. */
    private record Running(long since, List<Scope> scopes, List<Debt> debts) {}

    private record Debt(Scope scope, LocalLimit used) {}
}
