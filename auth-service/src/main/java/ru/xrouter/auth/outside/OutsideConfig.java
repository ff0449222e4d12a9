package ru.xrouter.auth.outside;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The outside providers through which people may sign in; none by default. */
@ConfigMapping(prefix = "xrouter.auth.outside")
public interface OutsideConfig {
    /** By the name that stands in the addresses: lower-case letters and digits. */
    Map<String, Provider> providers();

    /** One provider. With {@code issuer} alone, its addresses and keys are discovered (OpenID Connect Discovery). */
    interface Provider {
        /** What people call it. */
        String name();

        /**
         * The issuer. Together with the provider's own id of a person it is whom we know, so a provider that issues no ID tokens needs
         * one too, and it must not change.
         */
        URI issuer();

        /** Our id there. */
        String clientId();

        /** Our secret there; a public client without. */
        Optional<String> clientSecret();

        /** How the secret is shown: client_secret_basic or client_secret_post. */
        @WithDefault("client_secret_basic")
        String clientAuthentication();

        /** What is asked for. With {@code openid} there must be an ID token. */
        @WithDefault("openid,email")
        List<String> scopes();

        /** Signatures of ID tokens that are taken. */
        @WithDefault("RS256,PS256,ES256")
        List<String> algorithms();

        /** Where people are sent; given, nothing is discovered. */
        Optional<URI> authorizationUrl();

        /** Where codes are exchanged. */
        Optional<URI> tokenUrl();

        /** Where the person's details are. */
        Optional<URI> userinfoUrl();

        /** The keys that sign ID tokens. */
        Optional<URI> jwksUrl();

        /** Claim with the person's unchanging id; of something nested with dots, as {@code user.user_id}. */
        @WithDefault("sub")
        String subjectClaim();

        /** Claim with the e-mail. */
        @WithDefault("email")
        String emailClaim();

        /** Claim that says whether the e-mail is known to be the person's. */
        @WithDefault("email_verified")
        String emailVerifiedClaim();

        /** Whether every e-mail that it tells is taken for the person's, whatever it says; only for who checks or owns all of them. */
        @WithDefault("false")
        boolean trustEmail();

        /** Word before the access token in the authorization header, when the person's details are asked for. */
        @WithDefault("Bearer")
        String tokenScheme();

        /** Whether the access token is sent in a form instead, with our id. */
        @WithDefault("false")
        boolean userinfoByForm();

        /** Parameters beside the code that come back with the person and belong to the exchange. */
        Optional<List<String>> callbackParameters();

        /** Headers that want a number of each call's own, 32 hex digits. */
        Optional<List<String>> requestIdHeaders();

        /** Name of the TLS configuration ({@code quarkus.tls.<name>}) with a client certificate or authorities of its own. */
        Optional<String> tls();

        /** How long each call may take. */
        @WithDefault("5S")
        Duration timeout();
    }
}
