package ru.xrouter.router.generation;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.SpendingCap;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.service.trace.Trace;

/**
 * Tells everybody who counts how one generation ended: billing by its usage event, the account's holds and limits, metrics
 * and trace. To be closed once.
 */
final class Books {
    private final Parts parts;
    private final Admitted admitted;
    private final Trace trace;

    Books(Parts parts, Admitted admitted, Trace trace) {
        this.parts = parts;
        this.admitted = admitted;
        this.trace = trace;
    }

    /** Completes, on the same event loop, when the usage event can no longer be lost; never fails. */
    Future<Void> close(Settlement settlement, int attempts, @Nullable Long firstByteMillis) {
        var event = event(settlement, attempts, firstByteMillis);
        var durable = parts.events().record(event);
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
        return durable;
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

    private UsageEvent event(Settlement settlement, int attempts, @Nullable Long firstByteMillis) {
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
                endUser());
    }

    private @Nullable String endUser() {
        var user = admitted.peek().user();
        return user == null ? null : EndUser.digest(admitted.identity().accountId(), user);
    }
}
