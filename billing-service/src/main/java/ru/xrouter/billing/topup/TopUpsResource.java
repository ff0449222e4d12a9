package ru.xrouter.billing.topup;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.billing.balance.BalanceCache;
import ru.xrouter.billing.balance.BalancePublisher;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Tops accounts up; for operators. */
@Path("/internal/accounts/{accountId}/top-ups")
class TopUpsResource {
    private static final Logger LOG = Logger.getLogger(TopUpsResource.class);

    private final TopUps topUps;
    private final BalanceCache balances;
    private final BalancePublisher publisher;

    TopUpsResource(TopUps topUps, BalanceCache balances, BalancePublisher publisher) {
        this.topUps = topUps;
        this.balances = balances;
        this.publisher = publisher;
    }

    @POST
    @RunOnVirtualThread
    public Response topUp(@RestPath String accountId, @Nullable NewTopUp body) {
        var request = JsonBody.required(body);
        var result = topUps.topUp(accountId, request.checkedReference(), request.checkedAmount());
        return switch (result) {
            case TopUps.Result.ToppedUp(var account, var fresh) -> {
                publish(account);
                yield Response.status(fresh ? Response.Status.CREATED : Response.Status.OK)
                        .entity(new Balance(
                                account.balance().micros(), account.toppedUp().micros()))
                        .build();
            }
            case TopUps.Result.OtherAmount() -> throw new ApiErrorException(otherAmount());
        };
    }

    /** The ledger has the money already, so a Redis that is away only delays when it can be spent. */
    private void publish(Account account) {
        try {
            balances.publish(List.of(account));
        } catch (RuntimeException e) {
            publisher.publishAll();
            LOG.warnf("A top-up will be published later: %s", e.getClass().getSimpleName());
        }
    }

    private static ApiError otherAmount() {
        return new ApiError(
                409,
                "conflict",
                "This reference stands for a top-up of another amount.",
                "reference",
                "reference_conflict",
                null,
                Map.of());
    }

    /** The balance after a top-up. */
    record Balance(
            @JsonProperty("balance_micros") long balanceMicros,
            @JsonProperty("topped_up_micros") long toppedUpMicros) {}
}
