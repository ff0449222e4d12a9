package ru.xrouter.yandexgpt.token;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ProviderFailure.RefusedCredential;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.token.CustomerAuthorizations;

/** Customers' own credentials: an API key, an IAM token, or the JSON of a service account's authorized key. */
@Singleton
public class CustomerCredentials {
    private static final String NAME = "A customer's credential";

    private final IamTokens tokens;
    private final CustomerAuthorizations known = new CustomerAuthorizations(this::fresh);

    CustomerCredentials(IamTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Proves that a customer is calling.
     *
     * @throws ProviderFailureException when the secret cannot be one of Yandex Cloud's
     */
    public Authorization authorization(CustomerCredential credential) {
        return known.of(credential);
    }

    private Authorization fresh(CustomerCredential credential) {
        var secret = credential.secret().strip();
        try {
            if (secret.startsWith("{")) {
                return tokens.ofServiceAccount(AuthorizedKey.of(secret.getBytes(StandardCharsets.UTF_8)));
            }
            return secret.startsWith("t1.")
                    ? FixedCredentials.iamToken(NAME, secret)
                    : FixedCredentials.apiKey(NAME, secret);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | IllegalStateException _) {
            throw new ProviderFailureException(new RefusedCredential());
        }
    }
}
