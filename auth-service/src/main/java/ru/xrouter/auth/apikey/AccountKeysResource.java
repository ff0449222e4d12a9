package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** The API keys of one account: makes and lists them; for operators. */
@Path("/internal/accounts/{accountId}/api-keys")
class AccountKeysResource {
    private final ApiKeys keys;

    AccountKeysResource(ApiKeys keys) {
        this.keys = keys;
    }

    @POST
    @RunOnVirtualThread
    public Response create(@RestPath String accountId, @Nullable NewApiKey request) {
        return switch (keys.create(accountId, JsonBody.required(request))) {
            case Creation.Created(var key) ->
                Response.status(Response.Status.CREATED).entity(key).build();
            case Creation.UnknownAccount _ -> throw new ApiErrorException(ApiError.notFound("No such account."));
            case Creation.UnknownTier(var tier) ->
                throw new ApiErrorException(
                        ApiError.invalid("There is no tier '%s'.".formatted(tier), "tier", "invalid_value"));
            case Creation.TooManyKeys(var limit) ->
                throw new ApiErrorException(
                        ApiError.forbidden("An account has at most %d keys.".formatted(limit), "too_many_keys"));
        };
    }

    @GET
    @RunOnVirtualThread
    public KeyList list(@RestPath String accountId) {
        return new KeyList(keys.ofAccount(accountId));
    }

    /** An account's keys, oldest first. */
    record KeyList(@JsonProperty("data") List<ApiKeyDescription> data) {}
}
