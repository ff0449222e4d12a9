package ru.xrouter.auth.credential;

import java.util.HashMap;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;

/** A credential as a person typed it. The secret is not shown again, not even with a fault elsewhere. Pure. */
public record CredentialForm(String provider, String settings, boolean allowFallback) {
    static CredentialForm empty() {
        return new CredentialForm("", "", false);
    }

    static CredentialForm sent(@Nullable String provider, @Nullable String settings, @Nullable String allowFallback) {
        return new CredentialForm(
                Objects.requireNonNullElse(provider, "").strip(),
                Objects.requireNonNullElse(settings, "").strip(),
                "true".equals(allowFallback));
    }

    /** Empty when a line of the settings is not {@code name=value}, or the secret cannot be one. */
    Optional<CredentialBody> body(@Nullable String secret) {
        var read = new HashMap<String, String>();
        for (var line : settings.lines().map(String::strip).toList()) {
            var equals = line.indexOf('=');
            if (equals < 1) {
                if (line.isEmpty()) {
                    continue;
                }
                return Optional.empty();
            }
            read.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        try {
            var text = Objects.requireNonNullElse(secret, "").strip();
            return Optional.of(new CredentialBody(new CustomerCredential(text, read), allowFallback));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
