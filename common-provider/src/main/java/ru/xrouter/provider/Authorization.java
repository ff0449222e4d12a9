package ru.xrouter.provider;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
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

    /** How long what is in hand is good for, in seconds, 0 when nothing is; empty for a credential that tells no end. */
    default Optional<Supplier<Number>> secondsLeft() {
        return Optional.empty();
    }

    /** Gets ready what the first call would otherwise wait for; ends whether that was possible or not. */
    default Future<Void> warmUp() {
        return Future.succeededFuture();
    }

    /** How it stands, in a word, for operators. */
    String state();

    /** A value that never changes: there is no fresher one to fetch. */
    static Authorization fixed(@Nullable String authorization) {
        return new FixedAuthorization(authorization);
    }
}
