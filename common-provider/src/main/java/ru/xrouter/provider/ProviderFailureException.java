package ru.xrouter.provider;

import ru.xrouter.api.adapter.ProviderFailure;

/** Carries a {@link ProviderFailure} through a future. */
public final class ProviderFailureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProviderFailure failure;
    private final transient String words;

    public ProviderFailureException(ProviderFailure failure) {
        this(failure, "");
    }

    /** @param words the provider's own, as {@link ChatProvider#words} gives them; empty where there are none */
    public ProviderFailureException(ProviderFailure failure, String words) {
        super(failure.wireName(), null, false, false);
        this.failure = failure;
        this.words = words;
    }

    public ProviderFailure failure() {
        return failure;
    }

    public String words() {
        return words;
    }
}
