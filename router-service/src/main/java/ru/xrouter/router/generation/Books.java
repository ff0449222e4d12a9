package ru.xrouter.router.generation;

import io.vertx.core.Future;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.SpendingCap;
import ru.xrouter.api.usage.GivenUpAttempt;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.service.trace.Trace;

/**
 * Tells everybody who counts how one generation ended: billing by its usage event, the account's holds and limits, metrics
 * and trace. To be closed once.
 */
final class Books {
    private static final Logger LOG = Logger.getLogger(Books.class);

    private final Parts parts;
    private final Admitted admitted;
    private final Trace trace;

    Books(Parts parts, Admitted admitted, Trace trace) {
        this.parts = parts;
        this.admitted = admitted;
        this.trace = trace;
    }

    /** Completes, on the same event loop, when the usage event can no longer be lost; never fails, whatever else does. */
    Future<Void> close(
            Settlement settlement, int attempts, List<GivenUpAttempt> givenUp, @Nullable Long firstByteMillis) {
        var durable = Future.<Void>succeededFuture();
        try {
            var event = event(settlement, attempts, givenUp, firstByteMillis);
            durable = parts.events().record(event);
            tell(settlement, event);
        } catch (RuntimeException e) {
            // The client waits for its end, which must not depend on a mistake of ours here.
            LOG.error("A generation's books could not be closed to the end", e);
        }
        return durable;
    }

    private void tell(Settlement settlement, UsageEvent event) {
        parts.holds().ended(event.generationId(), event.cost());
        parts.metrics().ended(event);
        traced(event);
        var reservation = admitted.identity().reservation();
        if (reservation != null) {
            var model = settlement.offer().model().id();
            parts.corrections().correct(admitted.identity(), reservation, model, settlement.usage());
        }
        if (settlement.capped(admitted.held())) {
            parts.metrics().costCapped();
        }
    }

    private void traced(UsageEvent event) {
        if (!trace.isOff()) {
            trace.with("xrouter.generation.id", event.generationId())
                    .with("xrouter.outcome", event.outcome().wireName())
                    .with("gen_ai.response.model", event.model())
                    .with("gen_ai.usage.input_tokens", event.usage().promptTokens())
                    .with("gen_ai.usage.output_tokens", event.usage().completionTokens())
                    .end();
        }
    }

    private UsageEvent event(
            Settlement settlement, int attempts, List<GivenUpAttempt> givenUp, @Nullable Long firstByteMillis) {
        var identity = admitted.identity();
        var charge = settlement.charge(admitted.held());
        return new UsageEvent(
                identity.generationId(),
                identity.accountId(),
                identity.keyId(),
                settlement.offer().model().id(),
                admitted.route().requestedModel(),
                settlement.offer().candidate().provider(),
                admitted.peek().stream(),
                settlement.outcome(),
                settlement.finishReason(),
                settlement.errorCode(),
                settlement.usage(),
                settlement.offer().price(),
                charge.cost(),
                charge.vat(),
                charge.providerCost(),
                attempts,
                admitted.receivedAt(),
                System.currentTimeMillis() - admitted.receivedAt(),
                firstByteMillis,
                settlement.providerRequestId(),
                !identity.cap().equals(SpendingCap.NONE),
                charge.byok(),
                identity.app(),
                endUser(),
                admitted.peek().endpoint().wireName(),
                givenUp);
    }

    private @Nullable String endUser() {
        var user = admitted.peek().user();
        return user == null ? null : EndUser.digest(admitted.identity().accountId(), user);
    }
}
