package ru.xrouter.yandexgpt.token;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import ru.xrouter.yandexgpt.YandexGptConfig;

/** Picks the one credential that is configured; none or several stop the start. */
final class CredentialsChoice {
    private static final String API_KEY = "xrouter.yandexgpt.api-key";
    private static final String IAM_TOKEN = "xrouter.yandexgpt.iam-token";

    private CredentialsChoice() {}

    @Produces
    @Singleton
    @Startup
    static Credentials credentials(YandexGptConfig config) {
        List<Credentials> configured = new ArrayList<>();
        config.apiKey().ifPresent(key -> configured.add(FixedCredentials.apiKey(API_KEY, key)));
        config.iamToken().ifPresent(token -> configured.add(FixedCredentials.iamToken(IAM_TOKEN, token)));
        if (configured.size() != 1) {
            throw new IllegalStateException(
                    "Set exactly one of %s and %s; %d are set.".formatted(API_KEY, IAM_TOKEN, configured.size()));
        }
        return configured.getFirst();
    }
}
