package ru.xrouter.provider;

import org.jspecify.annotations.Nullable;

/**
 * Any answer of the provider's but a 200.
 *
 * @param operation what the caller had asked for; its {@link Operation#content()} is the parameter to name
 * @param request what had been sent to the provider
 * @param retryAfter the header's value
 */
@SuppressWarnings("ArrayRecordComponent") // The body is read, never compared.
public record ProviderRefusal(
        Operation operation,
        ProviderRequest request,
        int status,
        @Nullable String retryAfter,
        byte[] body) {}
