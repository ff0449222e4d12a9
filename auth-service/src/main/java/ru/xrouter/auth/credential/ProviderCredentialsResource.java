package ru.xrouter.auth.credential;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.auth.credential.ProviderCredentialStore.Kept;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.service.error.ApiErrorException;

/**
 * An account's own credentials at the providers. For operators, and for the gateway on behalf of a key or token that may
 * manage keys, whose id it then sends in {@value Headers#KEY_ID}. A secret that was taken is never told again.
 */
@Path("/internal/accounts/{accountId}/provider-credentials")
class ProviderCredentialsResource {
    private static final String OPERATOR = "operator";

    private final ProviderCredentials credentials;
    private final CredentialCheck check;

    ProviderCredentialsResource(ProviderCredentials credentials, CredentialCheck check) {
        this.credentials = credentials;
        this.check = check;
    }

    @GET
    @RunOnVirtualThread
    public All list(@RestPath String accountId) {
        return new All(credentials.of(accountId).stream().map(this::description).toList());
    }

    @GET
    @Path("/{provider}")
    @RunOnVirtualThread
    public One get(@RestPath String accountId, @RestPath String provider) {
        return one(accountId, provider);
    }

    /** Tries the credential at the provider, and keeps it only when it is accepted. */
    @PUT
    @Path("/{provider}")
    @RunOnVirtualThread
    public One put(
            @RestPath String accountId,
            @RestPath String provider,
            @Context HttpServerRequest connection,
            @HeaderParam(Headers.KEY_ID) @DefaultValue(OPERATOR) String by,
            @Nullable JsonNode body) {
        var read = CredentialBody.read(body);
        if (!accepted(provider, read.credential())) {
            throw new ApiErrorException(ApiError.invalid(
                    "The provider does not accept this credential.", "secret", "provider_credential_refused"));
        }
        return credentials
                .put(accountId, provider, read, by(by, connection))
                .map(kept -> new One(description(kept)))
                .orElseThrow(() -> new ApiErrorException(ApiError.notFound("No such account.")));
    }

    /** Changes whether ours may be used in its place. */
    @PATCH
    @Path("/{provider}")
    @RunOnVirtualThread
    public One change(
            @RestPath String accountId,
            @RestPath String provider,
            @Context HttpServerRequest connection,
            @HeaderParam(Headers.KEY_ID) @DefaultValue(OPERATOR) String by,
            @Nullable JsonNode body) {
        if (!credentials.choose(accountId, provider, CredentialBody.readChoice(body), by(by, connection))) {
            throw none();
        }
        return one(accountId, provider);
    }

    /** Tries the credential at the provider again. */
    @POST
    @Path("/{provider}/validate")
    @RunOnVirtualThread
    public One validate(@RestPath String accountId, @RestPath String provider) {
        var kept = credentials.find(accountId, provider).orElseThrow(ProviderCredentialsResource::none);
        var valid = credentials
                .opened(kept)
                .map(credential -> accepted(provider, credential))
                .orElse(false);
        credentials.validated(kept, valid);
        return one(accountId, provider);
    }

    @DELETE
    @Path("/{provider}")
    @RunOnVirtualThread
    public Deleted remove(
            @RestPath String accountId,
            @RestPath String provider,
            @Context HttpServerRequest connection,
            @HeaderParam(Headers.KEY_ID) @DefaultValue(OPERATOR) String by) {
        if (!credentials.remove(accountId, provider, by(by, connection))) {
            throw none();
        }
        return new Deleted(true);
    }

    private static By by(String keyId, HttpServerRequest connection) {
        return By.program(keyId, ClientAddress.ofCaller(connection));
    }

    private boolean accepted(String provider, CustomerCredential credential) {
        return switch (check.ask(provider, credential)) {
            case GOOD -> true;
            case REFUSED -> false;
            case NO_PROVIDER ->
                throw new ApiErrorException(
                        ApiError.notFound("There is no such provider, or it takes no credentials of customers."));
            case UNKNOWN ->
                throw new ApiErrorException(ApiError.unavailable(
                        "The provider cannot check credentials at the moment. Try again shortly."));
        };
    }

    private One one(String accountId, String provider) {
        return new One(
                description(credentials.find(accountId, provider).orElseThrow(ProviderCredentialsResource::none)));
    }

    private Description description(Kept kept) {
        return new Description(
                kept.provider(),
                kept.label(),
                credentials.opened(kept).map(CustomerCredential::settings).orElse(Map.of()),
                kept.allowFallback(),
                kept.valid(),
                kept.validatedAt(),
                kept.createdAt());
    }

    private static ApiErrorException none() {
        return new ApiErrorException(ApiError.notFound("The account has no credential of its own for this provider."));
    }

    /** A credential as people may see it: of the secret its end alone. */
    record Description(
            @JsonProperty("provider") String provider,
            @JsonProperty("label") String label,
            @JsonProperty("settings") Map<String, String> settings,
            @JsonProperty("allow_fallback") boolean allowFallback,
            @JsonProperty("valid") boolean valid,
            @JsonProperty("validated_at") Instant validatedAt,
            @JsonProperty("created_at") Instant createdAt) {}

    record All(@JsonProperty("data") List<Description> data) {}

    record One(@JsonProperty("data") Description data) {}

    record Deleted(@JsonProperty("deleted") boolean deleted) {}
}
