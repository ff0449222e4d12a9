package ru.xrouter.router.generation;

import io.vertx.core.buffer.Buffer;
import ru.xrouter.api.money.Money;
import ru.xrouter.router.attempt.AdapterCall;
import ru.xrouter.router.peek.RequestPeek;
import ru.xrouter.router.route.Route;
import ru.xrouter.service.trace.Trace;

/**
 * A request that may be served, because its hold is placed.
 *
 * @param receivedAt Unix time in milliseconds
 */
record Admitted(Identity identity, RequestPeek peek, Route route, Buffer body, Money held, long receivedAt) {
    AdapterCall call(Trace trace) {
        return new AdapterCall(
                peek.endpoint().path(),
                identity.generationId(),
                identity.accountId(),
                identity.traceparent(),
                trace,
                peek.provider().requireParameters(),
                peek.formatted(),
                body);
    }
}
