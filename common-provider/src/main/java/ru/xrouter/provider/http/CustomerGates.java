package ru.xrouter.provider.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Duration;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.provider.ChatProvider;

/**
 * A gate for each customer's own credential, so that customers wait neither for us nor for each other. Forgotten when it
 * has not been used for an hour or when there are too many; calls inside one that was forgotten go on.
 */
@Singleton
final class CustomerGates {
    private static final int MOST = 10_000;
    private static final Duration UNUSED = Duration.ofHours(1);

    private final Cache<String, ProviderGate> gates =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(UNUSED).build();
    private final ProviderConfig config;
    private final ChatProvider provider;

    CustomerGates(ProviderConfig config, ChatProvider provider) {
        this.config = config;
        this.provider = provider;
    }

    ProviderGate of(CustomerCredential credential) {
        return gates.get(
                credential.fingerprint(), _ -> new ProviderGate(provider.callsAtOnce(credential), config.waiting()));
    }
}
