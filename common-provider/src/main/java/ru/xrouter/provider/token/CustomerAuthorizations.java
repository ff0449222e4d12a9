package ru.xrouter.provider.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Function;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.provider.Authorization;

/**
 * The authorizations of customers who call with their own credentials: one for each, found by a digest of it, forgotten
 * when it has not been used for an hour or when there are too many.
 */
public final class CustomerAuthorizations {
    private static final int MOST = 10_000;
    private static final Duration UNUSED = Duration.ofHours(1);

    private final Cache<String, Authorization> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(UNUSED).build();
    private final Function<CustomerCredential, Authorization> fresh;

    /** @param fresh makes the authorization of a credential; may throw when it cannot be one of the provider's */
    public CustomerAuthorizations(Function<CustomerCredential, Authorization> fresh) {
        this.fresh = fresh;
    }

    public Authorization of(CustomerCredential credential) {
        return known.get(credential.fingerprint(), _ -> fresh.apply(credential));
    }
}
