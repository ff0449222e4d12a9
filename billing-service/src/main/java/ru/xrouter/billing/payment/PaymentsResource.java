package ru.xrouter.billing.payment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.money.Money;
import ru.xrouter.billing.topup.NewTopUp;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Payments of an account: begun here, made on the provider's page, and told by its notices. */
@Path("/internal/accounts/{accountId}/payments")
class PaymentsResource {
    /** Payment providers take no less, and would report another amount than the one that was asked for. */
    private static final long KOPECK = 10_000;

    private final Payments payments;
    private final PaymentConfig config;

    PaymentsResource(Payments payments, PaymentConfig config) {
        this.payments = payments;
        this.config = config;
    }

    @POST
    @RunOnVirtualThread
    public Response begin(@RestPath String accountId, @Nullable NewPayment body) {
        var amount = new NewTopUp(JsonBody.required(body).amount(), "payment").checkedAmount();
        if (amount.micros() % KOPECK != 0) {
            throw new InvalidParameterException(
                    "amount", "invalid_value", "'amount' must be whole kopecks: at most two decimals.");
        }
        return Response.status(Response.Status.CREATED)
                .entity(described(payments.begin(accountId, amount)))
                .build();
    }

    @GET
    @Path("/{paymentId}")
    @RunOnVirtualThread
    public Described payment(@RestPath String accountId, @RestPath String paymentId) {
        return payments.payment(accountId, paymentId)
                .map(this::described)
                .orElseThrow(() -> new ApiErrorException(ApiError.notFound("No such payment.")));
    }

    private Described described(PaymentStore.Payment payment) {
        var amount = new Money(payment.amountMicros()).roubles();
        return new Described(
                payment.paymentId(),
                payment.status(),
                amount,
                config.pageUrl() + payment.paymentId() + "?amount=" + amount.toPlainString());
    }

    /** Roubles as text. */
    record NewPayment(@JsonProperty("amount") @Nullable String amount) {}

    /** A payment, and where to make it. */
    record Described(
            @JsonProperty("payment_id") String paymentId,
            @JsonProperty("status") String status,
            @JsonProperty("amount") BigDecimal amount,
            @JsonProperty("confirmation_url") String confirmationUrl) {}
}
