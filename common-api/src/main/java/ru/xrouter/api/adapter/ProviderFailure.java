package ru.xrouter.api.adapter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;

/** Why a provider refused or lost a call. The only error type that crosses the adapter contract. */
public sealed interface ProviderFailure {
    /** The caller's own mistake: no other candidate would do better. */
    record InvalidRequest(String message, @Nullable String param, String code) implements ProviderFailure {}

    /** The caller wants every parameter honoured, and this provider cannot; another may. */
    record UnsupportedParameter(String param) implements ProviderFailure {}

    record RateLimited(@Nullable Duration retryAfter) implements ProviderFailure {}

    /** The provider does not accept our credentials: the operator's trouble, never the caller's 401. */
    record BadCredentials() implements ProviderFailure {}

    /** The provider does not accept the customer's own credential: only the customer can mend that. */
    record RefusedCredential() implements ProviderFailure {}

    record Unavailable(String detail) implements ProviderFailure {}

    record TimedOut(Duration after) implements ProviderFailure {}

    /** The answer broke off in the middle. */
    record Interrupted(String detail) implements ProviderFailure {}

    /** Name on the wire, the value of {@code x-xrouter-failure}. */
    default String wireName() {
        return switch (this) {
            case InvalidRequest _ -> "invalid_request";
            case UnsupportedParameter _ -> "unsupported_parameter";
            case RateLimited _ -> "rate_limited";
            case BadCredentials _ -> "bad_credentials";
            case RefusedCredential _ -> "refused_credential";
            case Unavailable _ -> "unavailable";
            case TimedOut _ -> "timed_out";
            case Interrupted _ -> "interrupted";
        };
    }

    /**
     * Whether another candidate may do better. The caller's own mistakes end the route, and so does a credential of its
     * own that is refused: what it has a contract for is never sold to it from ours in silence.
     */
    static boolean fallbackHelps(String wireName) {
        return !wireName.equals("invalid_request") && !wireName.equals("refused_credential");
    }

    /** Whether the caller can mend it: its request or its own credential is at fault. */
    static boolean callersToMend(String wireName) {
        return !fallbackHelps(wireName) || wireName.equals("unsupported_parameter");
    }

    /** Whether the provider may have begun to serve, and take something for it, all the same. */
    static boolean mayHaveServed(String wireName) {
        return wireName.equals("timed_out") || wireName.equals("interrupted");
    }

    /** The failure as the client sees it, when no other candidate answers either. */
    default ApiError toApiError() {
        return switch (this) {
            case InvalidRequest(var message, var param, var code) -> ApiError.invalid(message, param, code);
            case UnsupportedParameter(var param) ->
                ApiError.invalid(
                        "This model does not honour '%s', and provider.require_parameters asks for it."
                                .formatted(param),
                        param,
                        "unsupported_parameter");
            case RateLimited(var after) ->
                ApiError.rateLimited(
                        "The provider has no free capacity at the moment.",
                        "provider",
                        after == null ? Duration.ofSeconds(1) : after);
            case BadCredentials _ -> ApiError.unavailable("The provider is not available to us at the moment.");
            case RefusedCredential _ ->
                ApiError.forbidden(
                        "The provider does not accept your own credential for it.", "provider_credential_refused");
            case Unavailable _ -> ApiError.upstream("The provider is not available.", "upstream_error");
            case TimedOut(var after) ->
                ApiError.upstreamTimeout(
                        "The provider did not answer within %d ms.".formatted(after.toMillis()), "upstream_timeout");
            case Interrupted _ ->
                ApiError.upstream("The provider broke off in the middle of the answer.", "upstream_interrupted");
        };
    }
}
