package ru.xrouter.billing.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.money.Money;
import ru.xrouter.billing.balance.BalanceCache;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.billing.ledger.AccountStore;
import ru.xrouter.billing.ledger.LedgerStore;
import ru.xrouter.service.error.ApiErrorException;

/** What an account has, and the copy of its balance in Redis. */
@Path("/internal/accounts/{accountId}")
class AccountsResource {
    private static final Logger LOG = Logger.getLogger(AccountsResource.class);

    private final AccountStore accounts;
    private final LedgerStore ledger;
    private final BalanceCache balances;

    AccountsResource(AccountStore accounts, LedgerStore ledger, BalanceCache balances) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.balances = balances;
    }

    /** An account that billing has not heard of has nothing, and that is no error. */
    @GET
    @Path("/credits")
    @RunOnVirtualThread
    public Credits credits(@RestPath String accountId) {
        return accounts.findByIdOptional(accountId)
                .map(account -> Credits.of(account, held(accountId)))
                .orElse(Credits.NONE);
    }

    /** Writes the balance, and what a key has spent, where the router looks for them. */
    @POST
    @Path("/balance/publish")
    @RunOnVirtualThread
    public void publish(@RestPath String accountId, @RestQuery("key_id") @Nullable String keyId) {
        var account = accounts.findByIdOptional(accountId)
                .orElseThrow(() -> new ApiErrorException(ApiError.notFound("No such account.")));
        try {
            balances.publish(account, keyId == null ? List.of() : ledger.spentBy(accountId, List.of(keyId)));
        } catch (RuntimeException e) {
            throw redisAway(e);
        }
    }

    private Money held(String accountId) {
        try {
            return balances.held(accountId);
        } catch (RuntimeException e) {
            throw redisAway(e);
        }
    }

    private static ApiErrorException redisAway(RuntimeException failure) {
        LOG.warnf("Redis is away: %s", failure.getClass().getSimpleName());
        return new ApiErrorException(ApiError.unavailable("Balances cannot be reached at the moment."));
    }

    /** An account's money; what is held, and what was given, is part of the balance. */
    record Credits(
            @JsonProperty("balance_micros") long balanceMicros,
            @JsonProperty("held_micros") long heldMicros,
            @JsonProperty("spent_micros") long spentMicros,
            @JsonProperty("topped_up_micros") long toppedUpMicros,
            @JsonProperty("promotional_micros") long promotionalMicros) {
        static final Credits NONE = new Credits(0, 0, 0, 0, 0);

        static Credits of(Account account, Money held) {
            return new Credits(
                    account.balance().micros(),
                    held.micros(),
                    account.spent().micros(),
                    account.toppedUp().micros(),
                    account.promotional().micros());
        }
    }
}
