package ru.xrouter.auth.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientAuthenticationVerifier;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientCredentialsSelector;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import com.nimbusds.oauth2.sdk.auth.verifier.JWTAudienceCheck;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.person.Attempts;
import ru.xrouter.auth.secret.Hashes;

/** Checks that a client is who it says, in the one way it registered for. */
@Singleton
class ClientAuth {
    /** An assertion that lived longer than its use is remembered could be used again. */
    private static final Duration LONGEST = Duration.ofHours(1);
    /** An assertion is taken for a while after its end, as clocks differ. */
    private static final Duration REMEMBERED = LONGEST.plusMinutes(5);

    private static final ErrorObject TOO_MANY = new ErrorObject(
            "temporarily_unavailable", "Too many wrong secrets or assertions came from there. Wait some minutes.", 429);

    private final ClientStore clients;
    private final Attempts attempts;
    private final ClientAuthenticationVerifier<Client> assertions;

    ClientAuth(ClientStore clients, Attempts attempts, SiteConfig site) {
        this.clients = clients;
        this.attempts = attempts;
        this.assertions = new ClientAuthenticationVerifier<>(
                new RegisteredKeys(), Set.of(new Audience(site.issuer())), JWTAudienceCheck.STRICT);
    }

    /**
     * The client, when it can be believed; the error to answer with is thrown otherwise. A public client only names itself. Wrong proofs are
     * counted; nobody guesses 256 bits, so that a right one is taken however many wrong ones came before.
     */
    Client verified(@Nullable ClientAuthentication shown, @Nullable ClientID claimed, String address)
            throws GeneralException {
        if (shown == null) {
            return Optional.ofNullable(claimed)
                    .flatMap(id -> clients.find(id.getValue()))
                    .filter(Client::isPublic)
                    .orElseThrow(() -> new GeneralException(OAuth2Error.INVALID_CLIENT));
        }
        var known = clients.find(shown.getClientID().getValue());
        return known.filter(
                        client -> client.authMethod().equals(shown.getMethod().getValue()))
                .filter(client -> proves(client, shown))
                .orElseThrow(() -> new GeneralException(wrong(known, address)));
    }

    /** Names that nobody has are counted together: anybody makes up as many as they like. */
    private ErrorObject wrong(Optional<Client> known, String address) {
        return attempts.oneWrongProofTooMany(known.map(Client::clientId).orElse(""), address)
                ? TOO_MANY
                : OAuth2Error.INVALID_CLIENT;
    }

    private boolean proves(Client client, ClientAuthentication authentication) {
        return switch (authentication) {
            case ClientSecretBasic basic ->
                client.secret() != null
                        && client.secret()
                                .matches(Hashes.sha256(basic.getClientSecret().getValue()));
            case PrivateKeyJWT assertion -> provesByAssertion(client, assertion);
            default -> false;
        };
    }

    private boolean provesByAssertion(Client client, PrivateKeyJWT assertion) {
        var context = new Context<Client>();
        context.set(client);
        try {
            var claims = assertion.getJWTAuthenticationClaimsSet();
            if (claims.getJWTID() == null
                    || claims.getExpirationTime()
                            .toInstant()
                            .isAfter(Instant.now().plus(LONGEST))) {
                return false;
            }
            assertions.verify(assertion, null, context);
            // Only what the client has signed, lest strangers fill the table; asked and marked at once, lest two
            // requests ask before either marks.
            return clients.useAssertion(
                    client.clientId(),
                    claims.getJWTID().getValue(),
                    Instant.now().plus(REMEMBERED));
        } catch (InvalidClientException | JOSEException _) {
            return false;
        }
    }

    /** The keys of the client that is being checked. */
    private static final class RegisteredKeys implements ClientCredentialsSelector<Client> {
        @Override
        public List<Secret> selectClientSecrets(
                ClientID id, ClientAuthenticationMethod method, Context<Client> context) {
            return List.of();
        }

        @Override
        public List<? extends PublicKey> selectPublicKeys(
                ClientID id,
                ClientAuthenticationMethod method,
                JWSHeader header,
                boolean refresh,
                Context<Client> context) {
            var keys = new ArrayList<PublicKey>();
            try {
                var jwks = JWKSet.parse(String.valueOf(context.get().jwks()));
                for (var key : new JWKSelector(JWKMatcher.forJWSHeader(header)).select(jwks)) {
                    if (key instanceof AsymmetricJWK asymmetric) {
                        keys.add(asymmetric.toPublicKey());
                    }
                }
            } catch (ParseException | JOSEException _) {
                return List.of();
            }
            return keys;
        }
    }
}
