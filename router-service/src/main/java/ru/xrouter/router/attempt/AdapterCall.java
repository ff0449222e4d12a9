package ru.xrouter.router.attempt;

import io.vertx.core.buffer.Buffer;

/**
 * What every attempt of one generation sends.
 *
 * @param body the caller's body, unchanged
 */
public record AdapterCall(String generationId, String traceparent, Buffer body) {}
