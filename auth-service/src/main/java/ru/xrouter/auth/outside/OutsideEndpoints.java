package ru.xrouter.auth.outside;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider is spoken to.
 *
 * @param idTokens what checks its ID tokens; null when it issues none
 * @param namesItself whether it says in every answer that it is itself (RFC 9207)
 */
record OutsideEndpoints(
        URI authorization,
        URI token,
        @Nullable URI userinfo,
        @Nullable IDTokenValidator idTokens,
        boolean namesItself) {
    private static final long KEYS_MILLIS = 15 * 60 * 1000L;

    /** As they were configured. */
    static OutsideEndpoints given(OutsideConfig.Provider provider, OutsideHttp http) {
        return new OutsideEndpoints(
                provider.authorizationUrl().orElseThrow(),
                provider.tokenUrl().orElseThrow(),
                provider.userinfoUrl().orElse(null),
                provider.jwksUrl().map(keys -> validator(provider, keys, http)).orElse(null),
                false);
    }

    /** As the provider publishes them, under the issuer that was configured and none else. */
    static OutsideEndpoints discovered(OutsideConfig.Provider provider, OutsideHttp http) throws OutsideFault {
        try {
            var issuer = provider.issuer().toString();
            var metadata = OIDCProviderMetadata.parse(http.get(URI.create(
                    issuer.replaceAll("/$", "") + OIDCProviderConfigurationRequest.OPENID_PROVIDER_WELL_KNOWN_PATH)));
            if (!metadata.getIssuer().getValue().equals(issuer)) {
                throw new OutsideFault(OutsideFault.Kind.UNTRUSTED, "The metadata is another issuer's.");
            }
            if (metadata.getAuthorizationEndpointURI() == null || metadata.getTokenEndpointURI() == null) {
                throw new OutsideFault(OutsideFault.Kind.UNTRUSTED, "The metadata names no endpoints.");
            }
            return new OutsideEndpoints(
                    metadata.getAuthorizationEndpointURI(),
                    metadata.getTokenEndpointURI(),
                    metadata.getUserInfoEndpointURI(),
                    validator(provider, metadata.getJWKSetURI(), http),
                    metadata.supportsAuthorizationResponseIssuerParam());
        } catch (IOException e) {
            throw new OutsideFault(OutsideFault.Kind.UNREACHABLE, "No metadata: " + e.getMessage());
        } catch (ParseException e) {
            throw new OutsideFault(OutsideFault.Kind.UNTRUSTED, "The metadata cannot be read: " + e.getMessage());
        }
    }

    private static IDTokenValidator validator(OutsideConfig.Provider provider, URI keys, OutsideHttp http) {
        try {
            var source = JWKSourceBuilder.<SecurityContext>create(keys.toURL(), http)
                    .cache(KEYS_MILLIS, 2 * provider.timeout().toMillis())
                    .refreshAheadCache(false)
                    .build();
            Set<JWSAlgorithm> taken =
                    provider.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
            return new IDTokenValidator(
                    new Issuer(provider.issuer()),
                    new ClientID(provider.clientId()),
                    new JWSVerificationKeySelector<>(taken, source),
                    null);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("The address of the keys is none.", e);
        }
    }
}
