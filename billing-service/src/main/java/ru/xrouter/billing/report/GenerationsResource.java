package ru.xrouter.billing.report;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.billing.usage.UsageStore;
import ru.xrouter.service.error.ApiErrorException;

/** One settled generation, for its own account only. */
@Path("/internal/generations/{generationId}")
class GenerationsResource {
    private final UsageStore usage;

    GenerationsResource(UsageStore usage) {
        this.usage = usage;
    }

    @GET
    @RunOnVirtualThread
    public UsageEvent generation(@RestPath String generationId, @RestQuery("account_id") @Nullable String accountId) {
        return usage.ofAccount(AccountScope.required(accountId), generationId)
                .map(generation -> generation.event(usage.givenUp(generationId)))
                .orElseThrow(() -> new ApiErrorException(ApiError.notFound("No such generation.")));
    }
}
