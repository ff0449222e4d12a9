package ru.xrouter.provider;

import io.vertx.core.Future;

/** Calls of the provider that one request needs beside the one that answers it. */
@FunctionalInterface
public interface ProviderCalls {
    /**
     * Calls the provider with the request's credentials, within its deadline, and no longer than the router waits. Fails
     * with a {@link ProviderFailureException} when the answer is not a 200; what happens then is the caller's to decide.
     */
    Future<byte[]> call(ProviderRequest request);
}
