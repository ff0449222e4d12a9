package ru.xrouter.billing.report;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.billing.usage.KeySpend;
import ru.xrouter.billing.usage.UsageStore;

/** What an API key has spent, for its own account only. */
@Path("/internal/keys/{keyId}/spend")
class KeysResource {
    private static final KeySpend NOTHING = new KeySpend(0, 0);

    private final UsageStore usage;

    KeysResource(UsageStore usage) {
        this.usage = usage;
    }

    /** Billing does not know the keys there are: one that never spent, or is another account's, has spent nothing. */
    @GET
    @RunOnVirtualThread
    public KeySpend spend(@RestPath String keyId, @RestQuery("account_id") @Nullable String accountId) {
        return usage.spendOf(AccountScope.required(accountId), keyId).orElse(NOTHING);
    }
}
