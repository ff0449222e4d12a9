package ru.xrouter.auth.limit;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Limits agreed with single accounts; for operators. What is put replaces what was there. */
@Path("/internal/accounts/{accountId}/limits")
class AccountLimitsResource {
    private final Allowances allowances;

    AccountLimitsResource(Allowances allowances) {
        this.allowances = allowances;
    }

    @GET
    @RunOnVirtualThread
    public LimitTerms agreed(@RestPath String accountId) {
        return allowances.agreedWith(accountId).orElseThrow(AccountLimitsResource::unknown);
    }

    @PUT
    @RunOnVirtualThread
    public LimitTerms agree(
            @Context HttpServerRequest connection, @RestPath String accountId, @Nullable LimitTerms terms) {
        if (!allowances.agree(accountId, JsonBody.required(terms), ClientAddress.of(connection))) {
            throw unknown();
        }
        return agreed(accountId);
    }

    private static ApiErrorException unknown() {
        return new ApiErrorException(ApiError.notFound("No such account."));
    }
}
