package ru.xrouter.provider.token;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Proves to a provider who is calling. */
public interface Authorization {
    /** The value of the {@code authorization} header for a call made now; told on the caller's event loop. */
    Future<@Nullable String> authorization();

    /** The provider did not accept this value: the next one is a fresh one, where there can be one. */
    void rejected(@Nullable String authorization);

    /** How it stands, in a word, for operators. */
    String state();
}
