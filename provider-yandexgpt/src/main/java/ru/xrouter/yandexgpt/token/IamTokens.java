package ru.xrouter.yandexgpt.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.token.AccessToken;
import ru.xrouter.provider.token.CachedToken;
import ru.xrouter.provider.token.SharedAuthorization;
import ru.xrouter.provider.token.SharedToken;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.yandexgpt.YandexGptConfig;

/** Makes the authorizations that consist of IAM tokens, which have to be fetched and kept fresh. */
@Singleton
class IamTokens {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int TENTHS = 10;

    private final Vertx vertx;
    private final EventLoopRedis redis;
    private final MeterRegistry registry;
    private final YandexGptConfig config;
    private final Clock clock = Clock.systemUTC();
    private final HttpClient client;

    IamTokens(Vertx vertx, EventLoopRedis redis, MeterRegistry registry, YandexGptConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.registry = registry;
        this.config = config;
        this.client = IamClient.connections(vertx, config.iamTimeout());
    }

    /** Our own service account: one token for all replicas. */
    Authorization ofOurServiceAccount(AuthorizedKey key) {
        var shared = new SharedToken(
                vertx,
                redis,
                new SharedToken.Sealing("yandexgpt", key.secret(), key.id() + "\n" + config.iamUrl()),
                serviceAccount(key)::fetch,
                IamTokens::anHourOrATenth,
                clock);
        return new SharedAuthorization(cached(shared::fetch), shared);
    }

    /** A customer's service account, whose token stays in this replica's memory. */
    Authorization ofServiceAccount(AuthorizedKey key) {
        return cached(serviceAccount(key)::fetch);
    }

    /** The metadata service is each machine's own, and gives the same token until it has to be a new one. */
    Authorization ofVirtualMachine(URI metadataUrl) {
        return cached(iam(new TokenSource.VirtualMachine(metadataUrl, clock))::fetch);
    }

    private IamClient serviceAccount(AuthorizedKey key) {
        return iam(new TokenSource.ServiceAccount(vertx, key, config.iamUrl(), clock));
    }

    private IamClient iam(TokenSource source) {
        return new IamClient(client, source, config.iamTimeout());
    }

    private CachedToken cached(Supplier<Future<AccessToken>> source) {
        return new CachedToken("YandexGPT", vertx, source, IamTokens::anHourOrATenth, clock, registry);
    }

    /** An IAM token lives twelve hours; the vendor advises a fresh one after one hour, or a tenth of a shorter life. */
    static Duration anHourOrATenth(Duration life) {
        var tenth = life.dividedBy(TENTHS);
        return tenth.compareTo(HOUR) < 0 ? tenth : HOUR;
    }
}
