package ru.xrouter.auth.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import ru.xrouter.auth.page.SiteConfig;

/**
 * What apps and gateways must know: the metadata of RFC 8414 and the signing keys. Where OpenID clients look
 * lies the same with what is theirs.
 */
@Path("/.well-known")
class MetadataResource {
    private final SiteConfig site;
    private final RegistrationConfig registration;
    private final SigningKeys keys;

    MetadataResource(SiteConfig site, RegistrationConfig registration, SigningKeys keys) {
        this.site = site;
        this.registration = registration;
        this.keys = keys;
    }

    @GET
    @Path("/oauth-authorization-server")
    public Response metadata() {
        return open(document().toJSONObject().toJSONString(), "max-age=3600");
    }

    @GET
    @Path("/openid-configuration")
    public Response openId() {
        var document = new OIDCProviderMetadata(
                new Issuer(site.issuer()), List.of(SubjectType.PUBLIC), at("/.well-known/jwks.json"));
        describe(document);
        document.setUserInfoEndpointURI(at("/userinfo"));
        document.setIDTokenJWSAlgs(List.of(JWSAlgorithm.ES256));
        document.setClaims(
                List.of("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "email", "email_verified"));
        return open(document.toJSONObject().toJSONString(), "max-age=3600");
    }

    @GET
    @Path("/jwks.json")
    @RunOnVirtualThread
    public Response jwks() {
        return open(keys.published().toString(true), "max-age=60");
    }

    private AuthorizationServerMetadata document() {
        var document = new AuthorizationServerMetadata(new Issuer(site.issuer()));
        describe(document);
        return document;
    }

    private void describe(AuthorizationServerMetadata document) {
        document.setAuthorizationEndpointURI(at("/authorize"));
        document.setTokenEndpointURI(at("/token"));
        document.setRevocationEndpointURI(at("/revoke"));
        document.setIntrospectionEndpointURI(at("/introspect"));
        document.setJWKSetURI(at("/.well-known/jwks.json"));
        document.setScopes(new Scope(Stream.concat(
                        Stream.of(OpenId.SCOPE, OpenId.EMAIL),
                        Arrays.stream(ru.xrouter.api.access.Scope.values()).map(ru.xrouter.api.access.Scope::wireName))
                .toArray(String[]::new)));
        document.setResponseTypes(List.of(ResponseType.CODE));
        document.setResponseModes(List.of(ResponseMode.QUERY));
        document.setGrantTypes(List.of(GrantType.AUTHORIZATION_CODE, DeviceCodeGrant.GRANT_TYPE));
        document.setDeviceAuthorizationEndpointURI(at("/device_authorization"));
        document.setPushedAuthorizationRequestEndpointURI(at("/par"));
        if (registration.enabled()) {
            document.setRegistrationEndpointURI(at("/register"));
        }
        document.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
        var confidential =
                List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        var all = List.of(
                ClientAuthenticationMethod.NONE,
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        var algorithms = List.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256);
        document.setTokenEndpointAuthMethods(all);
        document.setTokenEndpointJWSAlgs(algorithms);
        document.setRevocationEndpointAuthMethods(all);
        document.setRevocationEndpointJWSAlgs(algorithms);
        document.setIntrospectionEndpointAuthMethods(confidential);
        document.setIntrospectionEndpointJWSAlgs(algorithms);
        document.setSupportsAuthorizationResponseIssuerParam(true);
    }

    private URI at(String path) {
        return URI.create(site.issuer() + path);
    }

    private static Response open(String json, String caching) {
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE)
                .header("access-control-allow-origin", "*")
                .header("cache-control", caching)
                .build();
    }
}
