package ru.xrouter.gigachat.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.token.AccessToken;
import ru.xrouter.provider.token.CachedToken;
import ru.xrouter.provider.token.CustomerAuthorizations;
import ru.xrouter.provider.token.SharedAuthorization;
import ru.xrouter.provider.token.SharedToken;
import ru.xrouter.service.redis.EventLoopRedis;

/**
 * GigaChat's access tokens, which live half an hour; the next one is fetched when four fifths of it are over. Ours is
 * shared by all replicas. With a client certificate there is none.
 */
@Singleton
public class AccessTokens implements Authorization {
    private static final String PROVIDER = "GigaChat";
    private static final int FIFTHS = 5;

    private final Authorization ours;
    private final CustomerAuthorizations customers;

    AccessTokens(Vertx vertx, TokenClient client, GigaChatConfig config, EventLoopRedis redis, MeterRegistry registry) {
        this.ours = config.clientCertificate().isPresent()
                ? Authorization.fixed(null)
                : shared(vertx, client, config, redis, registry);
        this.customers = new CustomerAuthorizations(credential -> {
            var credentials = Credentials.of(credential, config);
            return cached(vertx, () -> client.fetch(credentials), registry);
        });
    }

    private static Authorization shared(
            Vertx vertx, TokenClient client, GigaChatConfig config, EventLoopRedis redis, MeterRegistry registry) {
        var credentials = Credentials.of(config);
        var shared = new SharedToken(
                vertx,
                redis,
                new SharedToken.Sealing("gigachat", credentials.key(), credentials.scope() + "\n" + config.authUrl()),
                () -> client.fetch(credentials),
                AccessTokens::fourFifths,
                Clock.systemUTC());
        return new SharedAuthorization(cached(vertx, shared::fetch, registry), shared);
    }

    private static CachedToken cached(Vertx vertx, Supplier<Future<AccessToken>> source, MeterRegistry registry) {
        return new CachedToken(PROVIDER, vertx, source, AccessTokens::fourFifths, Clock.systemUTC(), registry);
    }

    /** How long a token with a life of this length is used before the next one is fetched. */
    static Duration fourFifths(Duration life) {
        return life.minus(life.dividedBy(FIFTHS));
    }

    @Override
    public Future<@Nullable String> authorization() {
        return ours.authorization();
    }

    @Override
    public void rejected(@Nullable String authorization) {
        ours.rejected(authorization);
    }

    @Override
    public Future<Void> warmUp() {
        return ours.warmUp();
    }

    @Override
    public Optional<Supplier<Number>> secondsLeft() {
        return ours.secondsLeft();
    }

    @Override
    public String state() {
        return ours.state();
    }

    /**
     * The authorization of a customer who calls with its own key.
     *
     * @throws ru.xrouter.provider.ProviderFailureException when it cannot be one of GigaChat's
     */
    public Authorization of(CustomerCredential credential) {
        return customers.of(credential);
    }
}
