package ru.xrouter.auth.apikey;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.auth.apikey.KeyHashes.KeyHash;
import ru.xrouter.auth.limit.Allowances.Allowance;

/** What opens an API key: the hash of a secret that was shown once. */
@Entity
@Table(name = "api_key_secret")
public class ApiKeySecret {
    @Id
    @Column(name = "hash")
    private byte[] hash;

    @Column(name = "pepper")
    private String pepper;

    @ManyToOne(fetch = FetchType.EAGER)
    @JoinColumn(name = "key_id")
    private ApiKey key;

    @Column(name = "label")
    private String label;

    /** Who was shown it: the key, grant or user that asked for it; null: an operator. */
    @Column(name = "shown_to")
    private @Nullable String shownTo;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected ApiKeySecret() {}

    ApiKeySecret(KeyHash hash, ApiKey key, String label, @Nullable String shownTo, Instant createdAt) {
        this.hash = hash.bytes().clone();
        this.pepper = hash.pepper();
        this.key = key;
        this.label = label;
        this.shownTo = shownTo;
        this.createdAt = createdAt;
    }

    KeyIdentity identity(Allowance allowance) {
        return key.identity(label, expiresAt, allowance);
    }

    ApiKey key() {
        return key;
    }

    String pepper() {
        return pepper;
    }

    byte[] hash() {
        return hash.clone();
    }

    Instant createdAt() {
        return createdAt;
    }
}
