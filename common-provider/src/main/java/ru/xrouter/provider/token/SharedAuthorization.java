package ru.xrouter.provider.token;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ru.xrouter.provider.Authorization;

/**
 * An access token that all replicas share.
 *
 * @param held what this replica has in hand
 * @param shared where it gets the next from
 */
public record SharedAuthorization(CachedToken held, SharedToken shared) implements Authorization {
    @Override
    public Future<@Nullable String> authorization() {
        return held.authorization();
    }

    @Override
    public void rejected(@Nullable String authorization) {
        shared.rejected(authorization);
        held.rejected(authorization);
    }

    @Override
    public Future<Void> warmUp() {
        return shared.warmUp();
    }

    @Override
    public Optional<Supplier<Number>> secondsLeft() {
        return held.secondsLeft();
    }

    @Override
    public String state() {
        return held.state();
    }
}
