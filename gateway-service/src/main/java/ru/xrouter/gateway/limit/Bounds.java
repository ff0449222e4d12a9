package ru.xrouter.gateway.limit;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.api.access.ModelLimits;

/** The numbers of one set of limits; 0 means no such limit. */
record Bounds(int requestsPerMinute, int requestsPerDay, int tokensPerMinute, int tokensPerDay, int concurrency) {
    static Bounds of(KeyLimits limits) {
        return new Bounds(
                limits.requestsPerMinute(),
                orNone(limits.requestsPerDay()),
                orNone(limits.tokensPerMinute()),
                orNone(limits.tokensPerDay()),
                limits.concurrency());
    }

    static Bounds of(ModelLimits limits) {
        return new Bounds(
                orNone(limits.requestsPerMinute()),
                orNone(limits.requestsPerDay()),
                orNone(limits.tokensPerMinute()),
                orNone(limits.tokensPerDay()),
                orNone(limits.concurrency()));
    }

    boolean countTokens() {
        return tokensPerMinute > 0 || tokensPerDay > 0;
    }

    /** An equal part of everything, at least 1 of each. */
    Bounds share(int parts) {
        return parts == 1
                ? this
                : new Bounds(
                        share(requestsPerMinute, parts),
                        share(requestsPerDay, parts),
                        share(tokensPerMinute, parts),
                        share(tokensPerDay, parts),
                        share(concurrency, parts));
    }

    private static int share(int whole, int parts) {
        return whole == 0 ? 0 : Math.max(1, whole / parts);
    }

    private static int orNone(@Nullable Integer limit) {
        return limit == null ? 0 : limit;
    }
}
