package ru.xrouter.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.service.error.JsonBody;

/** Makes accounts; for operators. */
@Path("/internal/accounts")
class AccountsResource {
    private final AccountStore accounts;
    private final RandomIds ids;

    AccountsResource(AccountStore accounts, RandomIds ids) {
        this.accounts = accounts;
        this.ids = ids;
    }

    @POST
    @RunOnVirtualThread
    @Transactional
    public Response create(@Nullable NewAccount request) {
        var account = new Account(
                ids.next("acct"),
                JsonBody.required(request).checkedName(),
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        accounts.persist(account);
        return Response.status(Response.Status.CREATED)
                .entity(AccountDescription.of(account))
                .build();
    }

    /** An account as operators see it. */
    @RegisterForReflection
    record AccountDescription(
            @JsonProperty("account_id") String accountId,
            @JsonProperty("name") String name,
            @JsonProperty("created_at") Instant createdAt) {
        static AccountDescription of(Account account) {
            return new AccountDescription(account.accountId(), account.name(), account.createdAt());
        }
    }
}
