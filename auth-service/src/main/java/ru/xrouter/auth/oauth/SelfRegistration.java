package ru.xrouter.auth.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.auth.page.SiteConfig;

/** What an app that registers itself may say of itself, and what it is told of its registration. */
@Singleton
class SelfRegistration {
    private static final Set<String> SCOPES =
            Set.of(Scope.INFERENCE.wireName(), Scope.USAGE_READ.wireName(), OpenId.SCOPE, OpenId.EMAIL);
    private static final int MOST_REDIRECTS = 10;

    private final RegistrationConfig config;
    private final SiteConfig site;

    SelfRegistration(RegistrationConfig config, SiteConfig site) {
        this.config = config;
        this.site = site;
    }

    /** An {@link InvalidParameterException} names what such an app may not be. */
    Client client(String clientId, ClientMetadata metadata) {
        var redirects = metadata.getRedirectionURIStrings() == null
                ? List.<String>of()
                : List.copyOf(metadata.getRedirectionURIStrings());
        var scopes = metadata.getScope() == null ? null : metadata.getScope().toString();
        var jwks = metadata.getJWKSet() == null ? null : metadata.getJWKSet().toString(true);
        var client = new ClientsResource.NewClient(
                        metadata.getName(),
                        metadata.getTokenEndpointAuthMethod().getValue(),
                        redirects,
                        scopes,
                        jwks,
                        config.tokenLifetime().toSeconds(),
                        metadata.getGrantTypes().stream()
                                .map(GrantType::getValue)
                                .toList())
                .client(clientId);
        if (!SCOPES.containsAll(client.scopes())) {
            throw new InvalidParameterException(
                    "scope", "invalid_value", "An app that registers itself cannot have this scope.");
        }
        if (redirects.size() > MOST_REDIRECTS) {
            throw new InvalidParameterException("redirect_uris", "invalid_value", "Too many redirect addresses.");
        }
        return client.ofItself();
    }

    /** The registration as it is kept. The secret is told with the answer to the registration alone. */
    ClientInformation information(Client client, Instant since, @Nullable String secret, String registrationToken) {
        return new ClientInformation(
                new ClientID(client.clientId()),
                Date.from(since),
                metadata(client),
                secret == null ? null : new Secret(secret),
                URI.create(site.issuer() + "/register/" + client.clientId()),
                new BearerAccessToken(registrationToken));
    }

    private static ClientMetadata metadata(Client client) {
        var metadata = new ClientMetadata();
        metadata.setName(client.name());
        metadata.setRedirectionURIs(new LinkedHashSet<>(
                client.redirectUris().stream().map(URI::create).toList()));
        metadata.setScope(com.nimbusds.oauth2.sdk.Scope.parse(client.scopes()));
        metadata.setTokenEndpointAuthMethod(new ClientAuthenticationMethod(client.authMethod()));
        metadata.setJWKSet(jwks(client));
        metadata.setGrantTypes(grantTypes(client));
        return metadata;
    }

    /** Only who asks by the code has an address to be answered at. */
    private static Set<GrantType> grantTypes(Client client) {
        if (client.redirectUris().isEmpty()) {
            return Set.of(DeviceCodeGrant.GRANT_TYPE);
        }
        return client.device()
                ? Set.of(GrantType.AUTHORIZATION_CODE, DeviceCodeGrant.GRANT_TYPE)
                : Set.of(GrantType.AUTHORIZATION_CODE);
    }

    private static @Nullable JWKSet jwks(Client client) {
        try {
            return client.jwks() == null ? null : JWKSet.parse(client.jwks());
        } catch (java.text.ParseException e) {
            throw new IllegalStateException("A client's keys were read when it was registered.", e);
        }
    }

    static ErrorObject error(InvalidParameterException e) {
        var redirects = "redirect_uris".equals(e.param());
        return (redirects ? RegistrationError.INVALID_REDIRECT_URI : RegistrationError.INVALID_CLIENT_METADATA)
                .setDescription(String.valueOf(e.getMessage()));
    }
}
