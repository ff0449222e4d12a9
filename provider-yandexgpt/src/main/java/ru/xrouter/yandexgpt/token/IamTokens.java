package ru.xrouter.yandexgpt.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.token.CachedToken;
import ru.xrouter.yandexgpt.YandexGptConfig;

/** Makes the authorizations that consist of IAM tokens, which have to be fetched and kept fresh. */
@Singleton
class IamTokens {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int TENTHS = 10;

    private final Vertx vertx;
    private final MeterRegistry registry;
    private final YandexGptConfig config;
    private final Clock clock = Clock.systemUTC();
    private final HttpClient client;

    IamTokens(Vertx vertx, MeterRegistry registry, YandexGptConfig config) {
        this.vertx = vertx;
        this.registry = registry;
        this.config = config;
        this.client = IamClient.connections(vertx, config.iamTimeout());
    }

    Authorization ofServiceAccount(AuthorizedKey key) {
        return kept(new TokenSource.ServiceAccount(vertx, key, config.iamUrl(), clock));
    }

    Authorization ofVirtualMachine(URI metadataUrl) {
        return kept(new TokenSource.VirtualMachine(metadataUrl, clock));
    }

    private CachedToken kept(TokenSource source) {
        var iam = new IamClient(client, source, config.iamTimeout());
        return new CachedToken("YandexGPT", vertx, iam::fetch, IamTokens::anHourOrATenth, clock, registry);
    }

    /** An IAM token lives twelve hours; the vendor advises a fresh one after one hour, or a tenth of a shorter life. */
    static Duration anHourOrATenth(Duration life) {
        var tenth = life.dividedBy(TENTHS);
        return tenth.compareTo(HOUR) < 0 ? tenth : HOUR;
    }
}
