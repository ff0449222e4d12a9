package ru.xrouter.provider;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Proves to a provider who is calling. */
public interface Authorization {
    /**
     * The value of the {@code authorization} header for a call made now, fetched when there is none in hand; null when
     * none is needed. Told on the caller's event loop.
     */
    Future<@Nullable String> authorization();

    /** The provider did not accept this value: the next one is a fresh one, where there can be one. */
    void rejected(@Nullable String authorization);

    /** How it stands, in a word, for operators. */
    String state();

    /** A value that never changes: there is no fresher one to fetch. */
    static Authorization fixed(@Nullable String authorization) {
        return new FixedAuthorization(authorization);
    }
}
