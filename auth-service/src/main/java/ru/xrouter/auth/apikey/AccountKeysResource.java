package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.service.error.ApiErrorException;

/**
 * The API keys of one account. For operators, and for the gateway on behalf of a key or token that may manage keys, whose id
 * it then sends in {@value Headers#KEY_ID}.
 */
@Path("/internal/accounts/{accountId}/api-keys")
class AccountKeysResource {
    private final ApiKeys keys;

    AccountKeysResource(ApiKeys keys) {
        this.keys = keys;
    }

    @POST
    @RunOnVirtualThread
    public Response create(@RestPath String accountId, @Context HttpServerRequest caller, @Nullable JsonNode terms) {
        return Response.status(Response.Status.CREATED)
                .entity(keys.create(accountId, terms, maker(caller)))
                .build();
    }

    @GET
    @RunOnVirtualThread
    public KeyList list(
            @RestPath String accountId,
            @RestQuery("include_revoked") @DefaultValue("false") boolean includeRevoked,
            @RestQuery("offset") @DefaultValue("0") int offset) {
        return new KeyList(keys.list(accountId, includeRevoked, offset));
    }

    @GET
    @Path("/{keyId}")
    @RunOnVirtualThread
    public OneKey get(@RestPath String accountId, @RestPath String keyId) {
        return new OneKey(keys.find(accountId, keyId).orElseThrow(AccountKeysResource::unknown));
    }

    @PATCH
    @Path("/{keyId}")
    @RunOnVirtualThread
    public OneKey change(
            @RestPath String accountId,
            @RestPath String keyId,
            @Context HttpServerRequest caller,
            @Nullable JsonNode change) {
        return new OneKey(keys.change(accountId, keyId, change, maker(caller)));
    }

    @POST
    @Path("/{keyId}/rotate")
    @RunOnVirtualThread
    public KeyShownOnce rotate(
            @RestPath String accountId,
            @RestPath String keyId,
            @Context HttpServerRequest caller,
            @Nullable Rotation rotation) {
        var wish = rotation == null ? new Rotation(null) : rotation;
        return keys.rotate(accountId, keyId, wish.overlap(), maker(caller));
    }

    @DELETE
    @Path("/{keyId}")
    @RunOnVirtualThread
    public Deleted revoke(@RestPath String accountId, @RestPath String keyId, @Context HttpServerRequest caller) {
        if (!keys.revoke(accountId, keyId, maker(caller))) {
            throw unknown();
        }
        return new Deleted(true);
    }

    private static Maker maker(HttpServerRequest caller) {
        var keyId = caller.getHeader(Headers.KEY_ID);
        var address = ClientAddress.ofCaller(caller);
        return keyId == null ? new Maker.Operator(address) : new Maker.Program(keyId, address);
    }

    private static ApiErrorException unknown() {
        return new ApiErrorException(ApiError.notFound("No such API key."));
    }

    /** An account's keys, oldest first. */
    record KeyList(@JsonProperty("data") List<KeyDescription> data) {}

    /** One of them. */
    record OneKey(@JsonProperty("data") KeyDescription data) {}

    /** That a key is revoked, as OpenRouter tells it. */
    record Deleted(@JsonProperty("deleted") boolean deleted) {}

    /** How long the secrets before the new one go on; a day when nothing is said. */
    record Rotation(
            @JsonProperty("overlap_seconds") @Nullable Integer overlapSeconds) {
        private static final int DAY = 24 * 60 * 60;
        private static final int LONGEST = 90 * DAY;

        Duration overlap() {
            var seconds = Objects.requireNonNullElse(overlapSeconds, DAY);
            if (seconds < 0 || seconds > LONGEST) {
                throw new InvalidParameterException(
                        "overlap_seconds",
                        "invalid_value",
                        "'overlap_seconds' must be between 0 and %d.".formatted(LONGEST));
            }
            return Duration.ofSeconds(seconds);
        }
    }
}
