package ru.xrouter.auth.limit;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.service.error.JsonBody;

/** Limits of tiers; for operators. What is put replaces what was there. */
@Path("/internal/tiers")
class TiersResource {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,49}");

    private final Allowances allowances;

    TiersResource(Allowances allowances) {
        this.allowances = allowances;
    }

    @GET
    @RunOnVirtualThread
    public Map<String, LimitTerms> tiers() {
        return allowances.tiers();
    }

    @PUT
    @Path("/{name}")
    @RunOnVirtualThread
    public Map<String, LimitTerms> put(
            @Context HttpServerRequest connection, @RestPath String name, @Nullable LimitTerms terms) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidParameterException(
                    "name", "invalid_value", "A tier's name is lower-case letters, digits and hyphens, at most 50.");
        }
        allowances.putTier(name, JsonBody.required(terms), ClientAddress.of(connection));
        return allowances.tiers();
    }
}
