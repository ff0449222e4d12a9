package ru.xrouter.router.attempt;

import io.vertx.core.buffer.Buffer;

/**
 * What every attempt of one generation sends.
 *
 * @param path at the adapter
 * @param accountId keeps one account's provider-side caches from another's
 * @param body the caller's body, unchanged
 */
public record AdapterCall(String path, String generationId, String accountId, String traceparent, Buffer body) {}
