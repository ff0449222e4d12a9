package ru.xrouter.gigachat.token;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.provider.ProviderFailureException;

/** An authorization key and the scope it is used for, checked; the key is never shown. */
record Credentials(String key, String scope) {
    /** Name of the scope among a customer's settings. */
    static final String SCOPE = "scope";

    /** The scope of a person's key. */
    static final String PERSONAL = "GIGACHAT_API_PERS";

    private static final Set<String> SCOPES = Set.of(PERSONAL, "GIGACHAT_API_B2B", "GIGACHAT_API_CORP");
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Refuses settings with which no token can ever be had, naming the setting and never the key. */
    static Credentials of(GigaChatConfig config) {
        var key = config.credentials().strip();
        if (!isKey(key)) {
            throw new IllegalStateException("xrouter.gigachat.credentials is not base64 of client_id:client_secret.");
        }
        if (key.equals(GigaChatConfig.LOCAL_CREDENTIALS) && !isLocal(config.authUrl())) {
            throw new IllegalStateException("xrouter.gigachat.credentials must be set when xrouter.gigachat.auth-url=%s"
                    .formatted(config.authUrl()));
        }
        if (!SCOPES.contains(config.scope())) {
            throw new IllegalStateException(
                    "xrouter.gigachat.scope=%s is none of %s".formatted(config.scope(), SCOPES));
        }
        return new Credentials(key, config.scope());
    }

    /**
     * A customer's own: the authorization key, and the {@code scope} where it is not ours.
     *
     * @throws ProviderFailureException when it cannot be one of GigaChat's
     */
    static Credentials of(CustomerCredential credential, GigaChatConfig config) {
        var key = credential.secret().strip();
        var told = credential.setting(SCOPE);
        var scope = told == null ? config.scope() : told;
        if (!isKey(key) || !SCOPES.contains(scope)) {
            throw new ProviderFailureException(new ProviderFailure.RefusedCredential());
        }
        return new Credentials(key, scope);
    }

    String authorization() {
        return "Basic " + key;
    }

    private static boolean isLocal(URI url) {
        return url.getHost() != null && LOCAL.contains(url.getHost());
    }

    private static boolean isKey(String key) {
        try {
            return new String(Base64.getDecoder().decode(key), StandardCharsets.UTF_8).indexOf(':') > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Credentials[redacted]";
    }
}
