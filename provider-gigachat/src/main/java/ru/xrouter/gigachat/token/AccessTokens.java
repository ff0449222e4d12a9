package ru.xrouter.gigachat.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.token.CachedToken;

/** GigaChat's access token, which lives half an hour; the next one is fetched when four fifths of it are over. */
@Singleton
public class AccessTokens implements Authorization {
    private static final int FIFTHS = 5;

    private final CachedToken token;

    AccessTokens(Vertx vertx, TokenClient client, MeterRegistry registry) {
        this.token = new CachedToken(
                "GigaChat", vertx, client::fetch, AccessTokens::fourFifths, Clock.systemUTC(), registry);
    }

    /** How long a token with a life of this length is used before the next one is fetched. */
    static Duration fourFifths(Duration life) {
        return life.minus(life.dividedBy(FIFTHS));
    }

    @Override
    public Future<@Nullable String> authorization() {
        return token.authorization();
    }

    @Override
    public void rejected(@Nullable String authorization) {
        token.rejected(authorization);
    }

    @Override
    public String state() {
        return token.state();
    }
}
