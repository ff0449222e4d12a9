package ru.xrouter.api.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who stands behind an API key or an access token, what it may do and the limits that belong to it. What auth-service
 * tells the gateway. Secret are the account's own credentials alone, which the gateway keeps in memory and passes on.
 *
 * @param label the key's beginning and end, for people ({@code xr-Ab3…9fK2})
 * @param accountLimits what all keys of the account may ask for together; null when nothing limits them
 * @param modelLimits what all keys of the account may ask of single models together
 * @param app id of the OAuth client that acts for the account, null when the account acts by itself
 * @param expiresAt null when the key never expires
 * @param ownCredentials the account's own credentials at providers; none where nothing may be generated
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyIdentity(
        @JsonProperty("key_id") String keyId,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("app") @Nullable String app,
        @JsonProperty("name") String name,
        @JsonProperty("label") String label,
        @JsonProperty("tier") String tier,
        @JsonProperty("limits") KeyLimits limits,
        @JsonProperty("account_limits") @Nullable KeyLimits accountLimits,
        @JsonProperty("model_limits") List<ModelLimits> modelLimits,
        @JsonProperty("spending_cap") SpendingCap spendingCap,
        @JsonProperty("access") KeyAccess access,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("expires_at") @Nullable Instant expiresAt,
        @JsonProperty("own_credentials") List<OwnCredential> ownCredentials) {
    public KeyIdentity {
        // Left out by an auth-service that is older than its gateways.
        modelLimits = modelLimits == null ? List.of() : List.copyOf(modelLimits);
        ownCredentials = ownCredentials == null ? List.of() : List.copyOf(ownCredentials);
    }

    /** A key that shares no limits with others of its account. */
    public KeyIdentity(
            String keyId,
            String accountId,
            @Nullable String app,
            String name,
            String label,
            String tier,
            KeyLimits limits,
            SpendingCap spendingCap,
            KeyAccess access,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        this(
                keyId,
                accountId,
                app,
                name,
                label,
                tier,
                limits,
                null,
                List.of(),
                spendingCap,
                access,
                createdAt,
                expiresAt,
                List.of());
    }

    /** The same, with the account's own credentials. */
    public KeyIdentity with(List<OwnCredential> credentials) {
        return new KeyIdentity(
                keyId,
                accountId,
                app,
                name,
                label,
                tier,
                limits,
                accountLimits,
                modelLimits,
                spendingCap,
                access,
                createdAt,
                expiresAt,
                credentials);
    }

    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    public boolean may(Scope scope) {
        return access.scopes().contains(scope);
    }
}
