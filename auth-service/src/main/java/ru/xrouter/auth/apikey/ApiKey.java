package ru.xrouter.auth.apikey;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyAccess;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.api.access.Network;
import ru.xrouter.api.access.Scope;
import ru.xrouter.auth.limit.Allowances.Allowance;
import ru.xrouter.auth.tier.Tier;

/** An API key as it is kept, without the secrets that open it. Its own limits go before its account's. */
@Entity
@DynamicUpdate
@Table(name = "api_key")
public class ApiKey {
    @Id
    @Column(name = "key_id")
    private String keyId;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "name")
    private String name;

    /** Of the newest secret. */
    @Column(name = "label")
    private String label;

    @ManyToOne(fetch = FetchType.EAGER)
    @JoinColumn(name = "tier")
    private Tier tier;

    @Column(name = "disabled")
    private boolean disabled;

    @Column(name = "scopes")
    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> scopes;

    @Column(name = "models")
    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> models;

    @Column(name = "addresses")
    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> addresses;

    @Column(name = "requests_per_minute")
    private @Nullable Integer requestsPerMinute;

    @Column(name = "requests_per_day")
    private @Nullable Integer requestsPerDay;

    @Column(name = "tokens_per_minute")
    private @Nullable Integer tokensPerMinute;

    @Column(name = "tokens_per_day")
    private @Nullable Integer tokensPerDay;

    @Column(name = "concurrency")
    private @Nullable Integer concurrency;

    @Column(name = "cap_micros")
    private @Nullable Long capMicros;

    @Column(name = "cap_period")
    private @Nullable String capPeriod;

    @Column(name = "made_by")
    private @Nullable String madeBy;

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

    @SuppressWarnings("NullAway.Init") // The terms fill the rest.
    ApiKey(String keyId, String accountId, String label, @Nullable String madeBy, Instant createdAt) {
        this.keyId = keyId;
        this.accountId = accountId;
        this.label = label;
        this.madeBy = madeBy;
        this.createdAt = createdAt;
    }

    /** Takes over terms that have been checked. */
    void agree(KeyTerms terms, Tier itsTier) {
        name = Objects.requireNonNull(terms.name());
        tier = itsTier;
        disabled = Boolean.TRUE.equals(terms.disabled());
        scopes = Objects.requireNonNullElse(terms.scopes(), KeyTerms.DEFAULT_SCOPES);
        models = Objects.requireNonNullElse(terms.models(), List.of());
        addresses = Objects.requireNonNullElse(terms.addresses(), List.of());
        requestsPerMinute = terms.requestsPerMinute();
        requestsPerDay = terms.requestsPerDay();
        tokensPerMinute = terms.tokensPerMinute();
        tokensPerDay = terms.tokensPerDay();
        concurrency = terms.concurrency();
        capMicros = Cap.micros(terms.limit());
        capPeriod = Cap.period(terms.limit(), terms.limitReset());
        expiresAt = terms.expiresAt();
    }

    KeyTerms terms() {
        return new KeyTerms(
                name,
                disabled,
                scopes,
                models,
                addresses,
                requestsPerMinute,
                requestsPerDay,
                tokensPerMinute,
                tokensPerDay,
                concurrency,
                Cap.roubles(capMicros),
                Cap.reset(capPeriod),
                expiresAt,
                tier.name());
    }

    /** What the gateway is told when the key is opened with a secret of this label, which may end before the key does. */
    KeyIdentity identity(String secretLabel, @Nullable Instant secretExpiresAt, Allowance allowance) {
        var all = allowance.all();
        var limits = new KeyLimits(
                Objects.requireNonNullElse(requestsPerMinute, all.requestsPerMinute()),
                requestsPerDay == null ? all.requestsPerDay() : requestsPerDay,
                tokensPerMinute == null ? all.tokensPerMinute() : tokensPerMinute,
                tokensPerDay == null ? all.tokensPerDay() : tokensPerDay,
                Objects.requireNonNullElse(concurrency, all.concurrency()));
        return new KeyIdentity(
                keyId,
                accountId,
                null,
                name,
                secretLabel,
                tier.name(),
                limits,
                // More keys do not make more of an account; only a key that operators granted more may use more.
                all.orMore(limits),
                allowance.models(),
                Cap.of(capMicros, capPeriod),
                new KeyAccess(
                        scopes.stream()
                                .flatMap(scope -> Scope.named(scope).stream())
                                .collect(java.util.stream.Collectors.toSet()),
                        models,
                        addresses.stream().map(Network::parse).toList()),
                createdAt,
                earlier(expiresAt, secretExpiresAt),
                List.of());
    }

    KeyDescription description() {
        return new KeyDescription(keyId, label, terms(), madeBy, createdAt, lastUsedAt, revokedAt);
    }

    boolean managesKeys() {
        return scopes.contains(Scope.KEYS_MANAGE.wireName());
    }

    Tier tier() {
        return tier;
    }

    String keyId() {
        return keyId;
    }

    String accountId() {
        return accountId;
    }

    String name() {
        return name;
    }

    @Nullable
    String madeBy() {
        return madeBy;
    }

    boolean usable() {
        return revokedAt == null && !disabled;
    }

    boolean revoked() {
        return revokedAt != null;
    }

    void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }

    void relabel(String newest) {
        label = newest;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
