package ru.xrouter.gateway.limit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.TokenReservation;
import ru.xrouter.api.redis.RedisNames;

/**
 * One set of limits that a request counts against: its key's, its account's, or those of a model that may answer it. All
 * of a request lie in one slot of a Redis Cluster.
 *
 * @param whose for people
 * @param limits name of the theoretical arrivals in Redis
 * @param running name of the running generations in Redis
 */
record Scope(String whose, String limits, String running, Bounds bounds) {
    /** Key and account, and those of the names whose model is limited; the key's comes first. */
    static List<Scope> of(KeyIdentity key, Collection<String> models) {
        var account = key.accountId();
        var scopes = new ArrayList<Scope>(2);
        scopes.add(new Scope(
                "this key",
                RedisNames.limits(account, key.keyId()),
                RedisNames.running(account, key.keyId()),
                Bounds.of(key.limits())));
        var shared = key.accountLimits();
        if (shared != null) {
            scopes.add(new Scope(
                    "this account", RedisNames.limits(account), RedisNames.running(account), Bounds.of(shared)));
        }
        if (!key.modelLimits().isEmpty()) {
            var asked = new HashSet<>(models);
            for (var limits : key.modelLimits()) {
                if (asked.contains(limits.model())) {
                    scopes.add(new Scope(
                            limits.model(),
                            RedisNames.modelLimits(account, limits.model()),
                            RedisNames.modelRunning(account, limits.model()),
                            Bounds.of(limits)));
                }
            }
        }
        return scopes;
    }

    /** What is to be taken of tokens; {@code null} when none are limited. */
    static @Nullable TokenReservation reservation(long tokens, KeyIdentity key, Collection<String> models) {
        var scopes = of(key, models);
        if (scopes.stream().noneMatch(scope -> scope.bounds().countTokens())) {
            return null;
        }
        var shared = key.accountLimits() == null ? 1 : 2;
        return new TokenReservation(
                tokens,
                0,
                scopes.getFirst().tokenLimits(),
                shared == 1 ? null : scopes.get(1).tokenLimits(),
                scopes.stream()
                        .skip(shared)
                        .filter(scope -> scope.bounds().countTokens())
                        .map(scope -> new TokenReservation.OfModel(scope.whose(), scope.tokenLimits()))
                        .toList());
    }

    private TokenReservation.Limits tokenLimits() {
        return new TokenReservation.Limits(bounds.tokensPerMinute(), bounds.tokensPerDay());
    }
}
