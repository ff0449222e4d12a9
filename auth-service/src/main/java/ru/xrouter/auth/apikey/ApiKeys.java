package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.ApiKeyFormat;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.account.AccountStore;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.limit.Allowances;
import ru.xrouter.auth.notice.Notices;
import ru.xrouter.auth.tier.Tier;
import ru.xrouter.auth.tier.TierStore;
import ru.xrouter.service.error.ApiErrorException;

/**
 * What can be done with API keys: make, look up, list, change, rotate, revoke. What gateways know of a key is forgotten
 * with every change.
 */
@ApplicationScoped
class ApiKeys {
    private final ApiKeyStore keys;
    private final AccountStore accounts;
    private final TierStore tiers;
    private final Allowances allowances;
    private final KeyHashes hashes;
    private final KeyRights rights;
    private final KeyTermsJson json;
    private final LastUse lastUse;
    private final Notices notices;
    private final AuditLog audit;
    private final RandomIds ids;
    private final AuthConfig config;

    ApiKeys(
            ApiKeyStore keys,
            AccountStore accounts,
            TierStore tiers,
            Allowances allowances,
            KeyHashes hashes,
            KeyRights rights,
            KeyTermsJson json,
            LastUse lastUse,
            Notices notices,
            AuditLog audit,
            RandomIds ids,
            AuthConfig config) {
        this.keys = keys;
        this.accounts = accounts;
        this.tiers = tiers;
        this.allowances = allowances;
        this.hashes = hashes;
        this.rights = rights;
        this.json = json;
        this.lastUse = lastUse;
        this.notices = notices;
        this.audit = audit;
        this.ids = ids;
        this.config = config;
    }

    @Transactional
    KeyShownOnce create(String accountId, @Nullable JsonNode body, Maker maker) {
        return create(accountId, json.read(body), maker);
    }

    @Transactional
    KeyShownOnce create(String accountId, KeyTerms wanted, Maker maker) {
        var now = now();
        var terms = KeyTermsCheck.check(wanted, now);
        maker.check(terms);
        rights.checkMaking(accountId, terms, maker);
        var tier = tier(Objects.requireNonNullElse(terms.tier(), config.defaultTier()));
        if (!accounts.exists(accountId)) {
            throw new ApiErrorException(ApiError.notFound("No such account."));
        }
        maker.checkLimits(terms, allowances.of(accountId, tier).all());
        if (keys.countUsable(accountId) >= config.keysPerAccount()) {
            throw new ApiErrorException(ApiError.forbidden(
                    "An account has at most %d keys.".formatted(config.keysPerAccount()), "too_many_keys"));
        }
        var secret = ids.nextApiKey();
        var key = new ApiKey(ids.next("key"), accountId, ApiKeyFormat.label(secret), maker.id(), now);
        key.agree(terms, tier);
        keys.persist(key);
        keys.persist(secret(secret, key, maker, now));
        write(ActKind.CREATED_KEY, key, maker);
        return new KeyShownOnce(secret, key.description());
    }

    /** Who stands behind the key of this digest; empty when it is unknown, disabled, revoked or expired. */
    Optional<KeyIdentity> lookUp(String digest) {
        var now = Instant.now();
        var all = hashes.all(digest);
        var secret = keys.opening(all.stream().map(KeyHashes.KeyHash::bytes).toList());
        var identity = secret.map(this::identity).filter(found -> !found.expired(now));
        identity.ifPresent(found -> {
            lastUse.record(found.keyId(), now);
            moveToCurrentPepper(secret.orElseThrow(), all.getFirst());
        });
        return identity;
    }

    private KeyIdentity identity(ApiKeySecret secret) {
        var key = secret.key();
        return secret.identity(allowances.of(key.accountId(), key.tier()));
    }

    List<KeyDescription> list(String accountId, boolean revokedToo, int offset) {
        return keys.ofAccount(accountId, revokedToo, Math.max(0, offset), config.keysPerAccount()).stream()
                .map(ApiKey::description)
                .toList();
    }

    Optional<KeyDescription> find(String accountId, String keyId) {
        return keys.ofAccount(accountId, keyId).map(ApiKey::description);
    }

    /** A JSON merge patch (RFC 7396) of the key's terms. */
    @Transactional
    KeyDescription change(String accountId, String keyId, @Nullable JsonNode change, Maker maker) {
        return change(accountId, keyId, before -> json.changed(before, change), maker);
    }

    @Transactional
    KeyDescription change(String accountId, String keyId, UnaryOperator<KeyTerms> change, Maker maker) {
        var key = living(accountId, keyId, maker);
        var before = key.terms();
        maker.checkScopes(before);
        rights.checkHandling(key, maker);
        var after = change.apply(before);
        // An expiry that has passed is no fault of a change that leaves it alone.
        KeyTermsCheck.check(after, Objects.equals(before.expiresAt(), after.expiresAt()) ? Instant.MIN : now());
        if (!Objects.equals(before.tier(), after.tier())) {
            maker.checkTier();
        }
        maker.checkScopes(after);
        var tier = tier(Objects.requireNonNullElse(after.tier(), config.defaultTier()));
        if (!before.sameLimits(after)) {
            maker.checkLimits(after, allowances.of(accountId, tier).all());
        }
        key.agree(after, tier);
        rights.checkHandling(key, maker);
        notices.add(keyId);
        write(act(before, after), key, maker);
        return key.description();
    }

    private static ActKind act(KeyTerms before, KeyTerms after) {
        if (Objects.equals(before.disabled(), after.disabled())) {
            return ActKind.CHANGED_KEY;
        }
        return Boolean.TRUE.equals(after.disabled()) ? ActKind.DISABLED_KEY : ActKind.ENABLED_KEY;
    }

    /** Gives the key another secret; those it has end after the overlap. */
    @Transactional
    KeyShownOnce rotate(String accountId, String keyId, Duration overlap, Maker maker) {
        var now = now();
        var key = living(accountId, keyId, maker);
        maker.checkScopes(key.terms());
        rights.checkHandling(key, maker);
        keys.endSecrets(keyId, now, now.plus(overlap));
        var secret = ids.nextApiKey();
        key.relabel(ApiKeyFormat.label(secret));
        keys.persist(secret(secret, key, maker, now));
        notices.add(keyId);
        write(ActKind.ROTATED_KEY, key, maker);
        return new KeyShownOnce(secret, key.description());
    }

    /** Whether the account has such a key; one that is revoked already stays as it is. */
    @Transactional
    boolean revoke(String accountId, String keyId, Maker maker) {
        return revoke(keys.ofAccount(accountId, keyId), ActKind.REVOKED_KEY, maker);
    }

    @Transactional
    boolean revoke(String keyId, Maker maker) {
        return revoke(keys.findByIdOptional(keyId), ActKind.REVOKED_KEY, maker);
    }

    /** Ends a key whose code came a second time, so that one of two who know it is a thief. */
    @Transactional
    void revokeReplayed(String accountId, String keyId, String address) {
        revoke(keys.ofAccount(accountId, keyId), ActKind.KEY_CODE_REPLAYED, new Maker.Nobody(address));
    }

    private boolean revoke(Optional<ApiKey> known, ActKind act, Maker maker) {
        known.ifPresent(key -> {
            locked(key, maker);
            if (!key.revoked()) {
                key.revoke(now());
                write(act, key, maker);
            }
            notices.add(key.keyId());
        });
        return known.isPresent();
    }

    private void write(ActKind act, ApiKey key, Maker maker) {
        var subject = key.keyId() + " (" + key.name() + ")";
        audit.add(act, key.accountId(), maker.userId(), maker.via(), subject, maker.address());
    }

    private ApiKey living(String accountId, String keyId, Maker maker) {
        return keys.ofAccount(accountId, keyId)
                .map(key -> locked(key, maker))
                .filter(key -> !key.revoked())
                .orElseThrow(() -> new ApiErrorException(ApiError.notFound("No such API key.")));
    }

    /** As it is once nobody else can change it, or revoke it. Members' roles are locked before keys, as where they change. */
    private ApiKey locked(ApiKey key, Maker maker) {
        rights.checkHandling(key, maker);
        keys.lock(key);
        return key;
    }

    private ApiKeySecret secret(String secret, ApiKey key, Maker maker, Instant now) {
        return new ApiKeySecret(
                hashes.current(ApiKeyFormat.digest(secret)), key, ApiKeyFormat.label(secret), maker.id(), now);
    }

    private void moveToCurrentPepper(ApiKeySecret secret, KeyHashes.KeyHash current) {
        if (!secret.pepper().equals(current.pepper())) {
            keys.rehash(secret.hash(), current);
        }
    }

    private Tier tier(String name) {
        return tiers.findByIdOptional(name)
                .orElseThrow(() -> new ApiErrorException(
                        ApiError.invalid("There is no tier '%s'.".formatted(name), "tier", "invalid_value")));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
