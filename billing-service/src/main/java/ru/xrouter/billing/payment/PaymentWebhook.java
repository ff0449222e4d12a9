package ru.xrouter.billing.payment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.billing.balance.BalanceCache;
import ru.xrouter.billing.balance.BalancePublisher;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.service.error.ApiErrorException;

/** Where the payment provider tells what became of payments; whoever cannot sign gets nowhere. */
@Path("/webhooks/payments")
class PaymentWebhook {
    private static final Logger LOG = Logger.getLogger(PaymentWebhook.class);
    private static final int LARGEST = 64 * 1024;

    private final Payments payments;
    private final PaymentConfig config;
    private final BalanceCache balances;
    private final BalancePublisher publisher;
    private final ObjectMapper json;
    private final MeterRegistry metrics;

    PaymentWebhook(
            Payments payments,
            PaymentConfig config,
            BalanceCache balances,
            BalancePublisher publisher,
            ObjectMapper json,
            MeterRegistry metrics) {
        this.payments = payments;
        this.config = config;
        this.balances = balances;
        this.publisher = publisher;
        this.json = json;
        this.metrics = metrics;
    }

    /** Success means that the provider need not tell again. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public void told(@HeaderParam(WebhookSignature.HEADER) @Nullable String signature, byte @Nullable [] body) {
        var secret = config.webhookSecret()
                .orElseThrow(() -> new ApiErrorException(ApiError.notFound("There is nothing at this path.")));
        if (body == null
                || body.length > LARGEST
                || !WebhookSignature.valid(signature, body, secret, Instant.now(), config.tolerance())) {
            count("unsigned");
            throw new ApiErrorException(ApiError.invalidKey("The signature is missing, wrong or too old."));
        }
        switch (payments.tell(read(body))) {
            case Payments.Told.Done(var paidIn) -> {
                count("done");
                if (paidIn != null) {
                    publish(paidIn);
                }
            }
            case Payments.Told.PaidAgain(var paidIn, var reference) -> {
                count("paid_again");
                LOG.errorf("A payment was made twice, accountId=%s, topUp=%s", paidIn.accountId(), reference);
                publish(paidIn);
            }
            case Payments.Told.Nonsense(var reason) -> {
                count("refused");
                LOG.errorf("A signed payment notice was refused: %s", reason);
                throw new ApiErrorException(
                        ApiError.invalid("The notice was refused: " + reason + ".", null, "invalid_value"));
            }
        }
    }

    private PaymentNotice read(byte[] body) {
        try {
            return json.readValue(body, PaymentNotice.class);
        } catch (IOException _) {
            throw new ApiErrorException(ApiError.invalid("The body is no payment notice.", null, "invalid_json"));
        }
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

    private void count(String result) {
        metrics.counter("xrouter.billing.payment.notices", "result", result).increment();
    }
}
