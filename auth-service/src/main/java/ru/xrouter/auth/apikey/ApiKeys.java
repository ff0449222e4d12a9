package ru.xrouter.auth.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import ru.xrouter.api.access.ApiKeyFormat;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.auth.account.AccountStore;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.tier.TierStore;

/** What can be done with API keys: make, look up, list, revoke. */
@ApplicationScoped
class ApiKeys {
    private static final int LONGEST_LIST = 10_000;

    private final ApiKeyStore keys;
    private final AccountStore accounts;
    private final TierStore tiers;
    private final ApiKeyHash hash;
    private final LastUse lastUse;
    private final Revocations revocations;
    private final RandomIds ids;
    private final AuthConfig config;

    ApiKeys(
            ApiKeyStore keys,
            AccountStore accounts,
            TierStore tiers,
            ApiKeyHash hash,
            LastUse lastUse,
            Revocations revocations,
            RandomIds ids,
            AuthConfig config) {
        this.keys = keys;
        this.accounts = accounts;
        this.tiers = tiers;
        this.hash = hash;
        this.lastUse = lastUse;
        this.revocations = revocations;
        this.ids = ids;
        this.config = config;
    }

    @Transactional
    Creation create(String accountId, NewApiKey request) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        request.check(now);
        var tierName = Objects.requireNonNullElse(request.tier(), config.defaultTier());
        var tier = tiers.findByIdOptional(tierName);
        if (tier.isEmpty()) {
            return new Creation.UnknownTier(tierName);
        }
        if (!accounts.exists(accountId)) {
            return new Creation.UnknownAccount(accountId);
        }
        if (keys.countUsable(accountId) >= config.keysPerAccount()) {
            return new Creation.TooManyKeys(config.keysPerAccount());
        }
        var secret = ids.nextApiKey();
        var digest = ApiKeyFormat.digest(secret);
        var key = new ApiKey(
                ids.next("key"), accountId, ApiKeyFormat.label(secret), hash.of(digest), tier.get(), request, now);
        keys.persist(key);
        return new Creation.Created(new ApiKeyShownOnce(secret, key.identity()));
    }

    /** Who stands behind the key of this digest; empty when it is unknown, revoked or expired. */
    Optional<KeyIdentity> lookUp(String digest) {
        var now = Instant.now();
        var identity = keys.findUsable(hash.of(digest)).map(ApiKey::identity).filter(found -> !found.expired(now));
        identity.ifPresent(found -> lastUse.record(found.keyId(), now));
        return identity;
    }

    List<ApiKeyDescription> ofAccount(String accountId) {
        return keys.ofAccount(accountId, LONGEST_LIST).stream()
                .map(ApiKeyDescription::of)
                .toList();
    }

    /** Whether there was such a key. The gateways are told once the database has it. */
    boolean revoke(String keyId) {
        var known = keys.revoke(keyId, Instant.now());
        if (known) {
            revocations.send();
        }
        return known;
    }
}
