package ru.xrouter.billing.topup;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
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

/** Changes what accounts have; for operators. Every change counts once per reference. */
@Path("/internal/accounts/{accountId}")
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

    /** Money that was paid in. */
    @POST
    @Path("/top-ups")
    @RunOnVirtualThread
    public Response topUp(@RestPath String accountId, @Nullable NewTopUp body) {
        var request = JsonBody.required(body);
        return answer(topUps.topUp(accountId, request.checkedReference(), request.checkedAmount()));
    }

    /** Credit that is given, spent first, and expires. */
    @POST
    @Path("/promotions")
    @RunOnVirtualThread
    public Response promote(@RestPath String accountId, @Nullable NewPromotion body) {
        var request = JsonBody.required(body);
        return answer(topUps.promote(
                accountId, request.checkedReference(), request.checkedAmount(), request.checkedExpiry(Instant.now())));
    }

    /** What was booked wrong, set right by another entry. */
    @POST
    @Path("/adjustments")
    @RunOnVirtualThread
    public Response adjust(@RestPath String accountId, @Nullable NewAdjustment body) {
        var request = JsonBody.required(body);
        return answer(
                topUps.adjust(accountId, request.checkedReference(), request.checkedAmount(), request.checkedNote()));
    }

    private Response answer(TopUps.Result result) {
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
            LOG.warnf("A balance will be published later: %s", e.getClass().getSimpleName());
        }
    }

    private static ApiError otherAmount() {
        return new ApiError(
                409,
                "conflict",
                "This reference stands for another amount.",
                "reference",
                "reference_conflict",
                null,
                Map.of());
    }

    /** The balance after a change. */
    @RegisterForReflection
    record Balance(
            @JsonProperty("balance_micros") long balanceMicros,
            @JsonProperty("topped_up_micros") long toppedUpMicros) {}
}
