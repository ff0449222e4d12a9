package ru.xrouter.router.attempt;

import io.vertx.core.buffer.Buffer;

/**
 * What every attempt of one generation sends.
 *
 * @param path at the adapter
 * @param body the caller's body, unchanged
 */
public record AdapterCall(String path, String generationId, String traceparent, Buffer body) {}
