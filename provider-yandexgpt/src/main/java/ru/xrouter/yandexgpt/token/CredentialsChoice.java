package ru.xrouter.yandexgpt.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.token.CachedToken;
import ru.xrouter.yandexgpt.YandexGptConfig;

/** Picks the one credential that is configured; none or several stop the start. */
final class CredentialsChoice {
    private static final String API_KEY = "xrouter.yandexgpt.api-key";
    private static final String IAM_TOKEN = "xrouter.yandexgpt.iam-token";
    private static final String KEY_FILE = "xrouter.yandexgpt.service-account-key-file";

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int TENTHS = 10;

    private CredentialsChoice() {}

    @Produces
    @Singleton
    @Startup
    static Authorization authorization(Vertx vertx, MeterRegistry registry, YandexGptConfig config) {
        List<Authorization> configured = new ArrayList<>();
        config.apiKey().ifPresent(key -> configured.add(FixedCredentials.apiKey(API_KEY, key)));
        config.iamToken().ifPresent(token -> configured.add(FixedCredentials.iamToken(IAM_TOKEN, token)));
        config.serviceAccountKeyFile().ifPresent(file -> configured.add(serviceAccount(vertx, registry, config, file)));
        if (configured.size() != 1) {
            throw new IllegalStateException("Set exactly one of %s, %s and %s; %d are set."
                    .formatted(API_KEY, IAM_TOKEN, KEY_FILE, configured.size()));
        }
        return configured.getFirst();
    }

    private static CachedToken serviceAccount(Vertx vertx, MeterRegistry registry, YandexGptConfig config, Path file) {
        var clock = Clock.systemUTC();
        var client = new IamClient(vertx, AuthorizedKey.read(file), config.iamUrl(), config.iamTimeout(), clock);
        return new CachedToken("YandexGPT", vertx, client::fetch, CredentialsChoice::anHourOrATenth, clock, registry);
    }

    /** An IAM token lives twelve hours; the vendor advises a fresh one after one hour, or a tenth of a shorter life. */
    static Duration anHourOrATenth(Duration life) {
        var tenth = life.dividedBy(TENTHS);
        return tenth.compareTo(HOUR) < 0 ? tenth : HOUR;
    }
}
