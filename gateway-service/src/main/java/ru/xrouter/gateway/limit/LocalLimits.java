package ru.xrouter.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.gateway.limit.Grant.Standing;
import ru.xrouter.gateway.limit.Grant.Verdict;

/** This gateway's share of every limit, for the time without Redis. */
final class LocalLimits {
    private static final int REMEMBERED = 20_000;
    /** Longer than any generation runs; what a day's limit has used is forgotten after it. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(30);

    private final int replicas;
    private final LoadingCache<String, LocalLimit> limits = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(REMEMBERED_FOR)
            .executor(Runnable::run)
            .build(_ -> new LocalLimit());

    LocalLimits(int replicas) {
        this.replicas = replicas;
    }

    /** Takes from every scope, or from none. */
    Grant take(long nowMicros, List<Scope> scopes, long tokens) {
        Grant all = null;
        for (int i = 0; i < scopes.size(); i++) {
            var scope = scopes.get(i);
            var one = of(scope)
                    .take(nowMicros, share(scope), scope.bounds(), tokens)
                    .of(scope);
            all = together(all, one);
            if (one.verdict() != Verdict.ADMITTED) {
                scopes.subList(0, i).forEach(taken -> of(taken).giveBack(nowMicros, share(taken), tokens));
                return all;
            }
        }
        return Objects.requireNonNull(all);
    }

    Grant look(long nowMicros, List<Scope> scopes) {
        Grant all = null;
        for (var scope : scopes) {
            all = together(all, of(scope).look(nowMicros, share(scope)));
        }
        return Objects.requireNonNull(all);
    }

    /** A generation runs that Redis admitted. */
    void entered(List<Scope> scopes) {
        scopes.forEach(scope -> of(scope).entered());
    }

    /** Gives back tokens that {@link #take} took at a moment, as far as they have not run off. */
    void giveBackTokens(long nowMicros, long since, List<Scope> scopes, long tokens) {
        scopes.forEach(scope -> of(scope).giveBackTokens(nowMicros, since, share(scope), tokens));
    }

    void left(List<Scope> scopes) {
        scopes.forEach(scope -> of(scope).left());
    }

    /** The newer verdict, and where the nearest limits of both stand. */
    private static Grant together(@Nullable Grant before, Grant newest) {
        return before == null
                ? newest
                : new Grant(
                        newest.verdict(),
                        newest.refusedBy(),
                        newest.whose(),
                        newest.limit(),
                        newest.retryMicros(),
                        Standing.nearer(before.requests(), newest.requests()),
                        Standing.nearer(before.tokens(), newest.tokens()));
    }

    private LocalLimit of(Scope scope) {
        return limits.get(scope.limits());
    }

    private Bounds share(Scope scope) {
        return scope.bounds().share(replicas);
    }
}
