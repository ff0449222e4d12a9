package ru.xrouter.router.attempt;

import io.vertx.core.buffer.Buffer;
import ru.xrouter.service.trace.Trace;

/**
 * What every attempt of one generation sends.
 *
 * @param path at the adapter
 * @param accountId keeps one account's provider-side caches from another's
 * @param traceparent the caller's trace, for where no spans are made
 * @param trace what the attempts belong to
 * @param requireParameters whether an adapter is to refuse what it cannot honour
 * @param formatted whether the answer is to have a {@code response_format}
 * @param body the caller's body, unchanged
 */
public record AdapterCall(
        String path,
        String generationId,
        String accountId,
        String traceparent,
        Trace trace,
        boolean requireParameters,
        boolean formatted,
        Buffer body) {}
