package ru.xrouter.gateway.exchange;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;

/** What the gateway serves; also the {@code path} of its metrics, so that clients cannot invent label values. */
public enum Endpoint {
    CHAT_COMPLETIONS(Scope.INFERENCE, "POST"),
    COMPLETIONS(Scope.INFERENCE, "POST"),
    EMBEDDINGS(Scope.INFERENCE, "POST"),
    TOKENIZE(Scope.INFERENCE, "POST"),
    MODELS(null, "GET, HEAD"),
    MODEL(null, "GET, HEAD"),
    /** How the providers are doing is the same for everybody. */
    PROVIDERS_STATUS(null, "GET, HEAD"),
    GENERATION(Scope.USAGE_READ, "GET, HEAD"),
    CREDITS(Scope.USAGE_READ, "GET, HEAD"),
    USAGE(Scope.USAGE_READ, "GET, HEAD"),
    STATEMENT(Scope.USAGE_READ, "GET, HEAD"),
    /** The caller's own key; whoever has it may read it. */
    KEY(null, "GET, HEAD"),
    KEYS(Scope.KEYS_MANAGE, "GET, HEAD, POST"),
    KEYS_ONE(Scope.KEYS_MANAGE, "GET, HEAD, PATCH, DELETE"),
    KEYS_ROTATE(Scope.KEYS_MANAGE, "POST"),
    PROVIDER_CREDENTIALS(Scope.KEYS_MANAGE, "GET, HEAD"),
    PROVIDER_CREDENTIALS_ONE(Scope.KEYS_MANAGE, "GET, HEAD, PUT, PATCH, DELETE"),
    PROVIDER_CREDENTIALS_VALIDATE(Scope.KEYS_MANAGE, "POST"),
    /** Makes a key out of a code that a person allowed; the one endpoint without a key. */
    AUTH_KEYS(null, "POST"),
    UNKNOWN(null, "");

    private final @Nullable Scope scope;
    private final String allow;
    private final String label = name().toLowerCase(Locale.ROOT);

    Endpoint(@Nullable Scope scope, String allow) {
        this.scope = scope;
        this.allow = allow;
    }

    /** What a key must be allowed to, or null when every valid key may call. */
    public @Nullable Scope scope() {
        return scope;
    }

    /** Value of the {@code allow} header. */
    public String allow() {
        return allow;
    }

    public boolean allows(String method) {
        return allow.equals(method) || (", " + allow + ",").contains(" " + method + ",");
    }

    public String label() {
        return label;
    }
}
