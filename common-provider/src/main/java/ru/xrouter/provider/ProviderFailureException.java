package ru.xrouter.provider;

import ru.xrouter.api.adapter.ProviderFailure;

/** Carries a {@link ProviderFailure} through a future. */
public final class ProviderFailureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProviderFailure failure;

    public ProviderFailureException(ProviderFailure failure) {
        super(failure.wireName(), null, false, false);
        this.failure = failure;
    }

    public ProviderFailure failure() {
        return failure;
    }
}
