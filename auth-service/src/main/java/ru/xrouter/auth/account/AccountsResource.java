package ru.xrouter.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Makes and closes accounts; for operators. */
@Path("/internal/accounts")
class AccountsResource {
    private final AccountStore accounts;
    private final Closing closing;
    private final AuditLog audit;
    private final RandomIds ids;

    AccountsResource(AccountStore accounts, Closing closing, AuditLog audit, RandomIds ids) {
        this.accounts = accounts;
        this.closing = closing;
        this.audit = audit;
        this.ids = ids;
    }

    @POST
    @RunOnVirtualThread
    @Transactional
    public Response create(@Context HttpServerRequest connection, @Nullable NewAccount request) {
        var account = new Account(
                ids.next("acct"),
                JsonBody.required(request).checkedName(),
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        accounts.persist(account);
        audit.add(
                ActKind.CREATED_ACCOUNT,
                account.accountId(),
                null,
                AuditLog.OPERATOR,
                account.name(),
                ClientAddress.of(connection));
        return Response.status(Response.Status.CREATED)
                .entity(AccountDescription.of(account))
                .build();
    }

    /** Refuses, within a second and on every gateway, all that is asked for in the account's name. */
    @POST
    @Path("/{accountId}/close")
    @RunOnVirtualThread
    public void close(@Context HttpServerRequest connection, @RestPath String accountId) {
        known(closing.close(accountId, ClientAddress.of(connection)));
    }

    /** Serves the account again, as it was. */
    @POST
    @Path("/{accountId}/reopen")
    @RunOnVirtualThread
    public void reopen(@Context HttpServerRequest connection, @RestPath String accountId) {
        known(closing.reopen(accountId, ClientAddress.of(connection)));
    }

    private static void known(boolean account) {
        if (!account) {
            throw new ApiErrorException(ApiError.notFound("No such account."));
        }
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
