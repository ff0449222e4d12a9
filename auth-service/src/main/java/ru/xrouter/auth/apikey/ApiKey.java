package ru.xrouter.auth.apikey;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyAccess;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.access.SpendingCap;
import ru.xrouter.auth.tier.Tier;

/** An API key as it is kept: everything but the key. Its own limits go before its tier's. */
@Entity
@Table(name = "api_key")
public class ApiKey {
    @Id
    @Column(name = "key_id")
    private String keyId;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "name")
    private String name;

    @Column(name = "label")
    private String label;

    @Column(name = "hash")
    private byte[] hash;

    @ManyToOne(fetch = FetchType.EAGER)
    @JoinColumn(name = "tier")
    private Tier tier;

    @Column(name = "requests_per_minute")
    private @Nullable Integer requestsPerMinute;

    @Column(name = "concurrency")
    private @Nullable Integer concurrency;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected ApiKey() {}

    ApiKey(String keyId, String accountId, String label, byte[] hash, Tier tier, NewApiKey request, Instant createdAt) {
        this.keyId = keyId;
        this.accountId = accountId;
        this.name = request.checkedName();
        this.label = label;
        this.hash = hash.clone();
        this.tier = tier;
        this.requestsPerMinute = request.requestsPerMinute();
        this.concurrency = request.concurrency();
        this.createdAt = createdAt;
        this.expiresAt = request.expiresAt();
    }

    KeyIdentity identity() {
        return new KeyIdentity(
                keyId,
                accountId,
                null,
                name,
                label,
                tier.name(),
                KeyLimits.of(
                        Objects.requireNonNullElse(requestsPerMinute, tier.requestsPerMinute()),
                        Objects.requireNonNullElse(concurrency, tier.concurrency())),
                SpendingCap.NONE,
                KeyAccess.everywhere(Scope.values()),
                createdAt,
                expiresAt);
    }

    @Nullable
    Instant lastUsedAt() {
        return lastUsedAt;
    }

    @Nullable
    Instant revokedAt() {
        return revokedAt;
    }
}
