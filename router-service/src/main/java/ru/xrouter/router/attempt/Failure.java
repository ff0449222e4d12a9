package ru.xrouter.router.attempt;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.error.ApiError;

/**
 * Why an attempt brought no answer.
 *
 * @param code the failure's wire name
 * @param status what the client gets when no other candidate answers
 * @param body an OpenAI error body
 * @param report what the provider has served all the same, as the adapter says; null when it says nothing of it
 */
public record Failure(
        String code,
        int status,
        Buffer body,
        @Nullable String retryAfter,
        @Nullable AdapterReport report) {
    /** A failure that we saw ourselves. */
    public static Failure of(ProviderFailure failure) {
        var error = failure.toApiError();
        return of(failure.wireName(), error);
    }

    /** Our own trouble with an adapter. */
    static Failure unreachable() {
        return of("unreachable", ApiError.unavailable("The provider cannot be reached at the moment."));
    }

    private static Failure of(String code, ApiError error) {
        return new Failure(code, error.status(), Buffer.buffer(error.body()), error.retryAfterSeconds(), null);
    }

    /** Whether the caller can mend it, be it that another candidate would have done better. */
    public boolean callersToMend() {
        return ProviderFailure.callersToMend(code);
    }

    /** Whether the caller's own request is at fault, so that no other candidate would do better. */
    public boolean callersFault() {
        return !ProviderFailure.fallbackHelps(code);
    }

    /** Whether the provider does not accept the account's own credential. */
    boolean refusedCredential() {
        return code.equals(new ProviderFailure.RefusedCredential().wireName());
    }
}
