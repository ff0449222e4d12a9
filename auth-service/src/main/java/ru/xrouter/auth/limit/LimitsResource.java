package ru.xrouter.auth.limit;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Limits of tiers, and those agreed with single accounts; for operators. What is put replaces what was there. */
@Path("/internal")
class LimitsResource {
    private static final Pattern TIER = Pattern.compile("[a-z0-9][a-z0-9-]{0,49}");

    private final Allowances allowances;

    LimitsResource(Allowances allowances) {
        this.allowances = allowances;
    }

    @GET
    @Path("/accounts/{accountId}/limits")
    @RunOnVirtualThread
    public LimitTerms agreed(@RestPath String accountId) {
        return allowances.agreedWith(accountId).orElseThrow(LimitsResource::unknown);
    }

    @PUT
    @Path("/accounts/{accountId}/limits")
    @RunOnVirtualThread
    public LimitTerms agree(@RestPath String accountId, @Nullable LimitTerms terms) {
        if (!allowances.agree(accountId, JsonBody.required(terms))) {
            throw unknown();
        }
        return agreed(accountId);
    }

    @GET
    @Path("/tiers")
    @RunOnVirtualThread
    public Map<String, LimitTerms> tiers() {
        return allowances.tiers();
    }

    @PUT
    @Path("/tiers/{name}")
    @RunOnVirtualThread
    public Map<String, LimitTerms> putTier(@RestPath String name, @Nullable LimitTerms terms) {
        if (!TIER.matcher(name).matches()) {
            throw new InvalidParameterException(
                    "name", "invalid_value", "A tier's name is lower-case letters, digits and hyphens, at most 50.");
        }
        allowances.putTier(name, JsonBody.required(terms));
        return allowances.tiers();
    }

    private static ApiErrorException unknown() {
        return new ApiErrorException(ApiError.notFound("No such account."));
    }
}
