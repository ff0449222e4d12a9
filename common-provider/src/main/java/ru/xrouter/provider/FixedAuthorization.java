package ru.xrouter.provider;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** An authorization that never changes. */
record FixedAuthorization(@Nullable String value) implements Authorization {
    @Override
    public Future<@Nullable String> authorization() {
        return Future.succeededFuture(value);
    }

    @Override
    public void rejected(@Nullable String authorization) {
        // There is no other: the operator has to act.
    }

    @Override
    public String state() {
        return "fixed";
    }

    @Override
    public String toString() {
        return "FixedAuthorization[***]";
    }
}
