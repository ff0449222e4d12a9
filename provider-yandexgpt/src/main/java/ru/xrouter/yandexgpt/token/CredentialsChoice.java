package ru.xrouter.yandexgpt.token;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import ru.xrouter.provider.Authorization;
import ru.xrouter.yandexgpt.YandexGptConfig;

/** Picks the one credential that is configured; none or several stop the start. */
final class CredentialsChoice {
    private static final String API_KEY = "xrouter.yandexgpt.api-key";
    private static final String IAM_TOKEN = "xrouter.yandexgpt.iam-token";
    private static final String KEY_FILE = "xrouter.yandexgpt.service-account-key-file";
    private static final String METADATA_URL = "xrouter.yandexgpt.metadata-url";

    private CredentialsChoice() {}

    @Produces
    @Singleton
    @Startup
    static Authorization authorization(YandexGptConfig config, IamTokens tokens) {
        List<Authorization> configured = new ArrayList<>();
        config.apiKey().ifPresent(key -> configured.add(FixedCredentials.apiKey(API_KEY, key)));
        config.iamToken().ifPresent(token -> configured.add(FixedCredentials.iamToken(IAM_TOKEN, token)));
        config.serviceAccountKeyFile()
                .map(file -> tokens.ofOurServiceAccount(AuthorizedKey.read(file)))
                .ifPresent(configured::add);
        config.metadataUrl().map(tokens::ofVirtualMachine).ifPresent(configured::add);
        if (configured.size() != 1) {
            throw new IllegalStateException("Set exactly one of %s, %s, %s and %s; %d are set."
                    .formatted(API_KEY, IAM_TOKEN, KEY_FILE, METADATA_URL, configured.size()));
        }
        return configured.getFirst();
    }
}
