package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Exchanges codes for API keys, in OpenRouter's words; for the gateway, which lets everybody ask. */
@Path("/internal/auth-keys")
class KeyCodesResource {
    private final KeyCodes codes;

    KeyCodesResource(KeyCodes codes) {
        this.codes = codes;
    }

    @POST
    @RunOnVirtualThread
    public Key exchange(@Context HttpServerRequest connection, @Nullable Wish request) {
        var wish = JsonBody.required(request).checked();
        return codes.exchange(
                        Objects.requireNonNull(wish.code()),
                        Objects.requireNonNull(wish.codeVerifier()),
                        ClientAddress.ofCaller(connection))
                .map(made -> new Key(made.key(), made.userId()))
                .orElseThrow(() ->
                        new ApiErrorException(ApiError.forbidden("Invalid code or code_verifier.", "invalid_code")));
    }

    /** The key, shown this once. */
    record Key(
            @JsonProperty("key") String key,
            @JsonProperty("user_id") String userId) {
        @Override
        public String toString() {
            return "Key[%s]".formatted(userId);
        }
    }

    /** What an app sends; a method left out is S256, the only one. */
    record Wish(
            @JsonProperty("code") @Nullable String code,
            @JsonProperty("code_verifier") @Nullable String codeVerifier,
            @JsonProperty("code_challenge_method") @Nullable String method) {
        private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

        Wish checked() {
            if (code == null || code.isEmpty()) {
                throw missing("code");
            }
            if (codeVerifier == null) {
                throw missing("code_verifier");
            }
            if (!VERIFIER.matcher(codeVerifier).matches()) {
                throw new InvalidParameterException(
                        "code_verifier", "invalid_value", "'code_verifier' must be 43 to 128 unreserved characters.");
            }
            if (method != null && !method.equals("S256")) {
                throw new InvalidParameterException(
                        "code_challenge_method", "invalid_value", "'code_challenge_method' must be 'S256'.");
            }
            return this;
        }

        private static InvalidParameterException missing(String name) {
            return new InvalidParameterException(
                    name, "missing_required_parameter", "Missing required parameter: '%s'.".formatted(name));
        }
    }
}
