package ru.xrouter.auth.outside;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One way to a provider and back. State, nonce and PKCE verifier are derived from the secret that only the browser holds, so that
 * nothing of them is kept and no other browser can come back in its place.
 *
 * @param userId who links the provider to what they have; null when somebody signs in
 */
public record OutsideAttempt(
        String secret, String provider, @Nullable String userId, String returnTo) {
    State state() {
        return new State(derived("state"));
    }

    Nonce nonce() {
        return new Nonce(derived("nonce"));
    }

    CodeVerifier verifier() {
        return new CodeVerifier(derived("verifier"));
    }

    private String derived(String purpose) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal((provider + " " + purpose).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA-256.", e);
        }
    }

    @Override
    public String toString() {
        return "OutsideAttempt[provider=%s]".formatted(provider);
    }
}
