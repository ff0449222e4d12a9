package ru.xrouter.auth.person;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Takes a lost second factor and the passkeys away; for operators' programs, and for the operator who has lost their own. */
@Path("/internal/second-factor-resets")
class LostFactorsResource {
    private final LostFactors lost;

    LostFactorsResource(LostFactors lost) {
        this.lost = lost;
    }

    @POST
    @RunOnVirtualThread
    public void reset(@Context HttpServerRequest connection, @Nullable Wish request) {
        var wish = JsonBody.required(request);
        var email = People.email(wish.email()).orElseThrow(() -> invalid("email"));
        var reason = LostFactors.reason(wish.reason()).orElseThrow(() -> invalid("reason"));
        if (!lost.reset(email, AuditLog.OPERATOR, reason, ClientAddress.of(connection))) {
            throw new ApiErrorException(ApiError.notFound("No person with this e-mail has a second factor."));
        }
    }

    private static InvalidParameterException invalid(String param) {
        return new InvalidParameterException(param, "invalid_value", "'%s' is missing or not valid.".formatted(param));
    }

    /** Whose, and why. */
    record Wish(
            @JsonProperty("email") @Nullable String email,
            @JsonProperty("reason") @Nullable String reason) {}
}
