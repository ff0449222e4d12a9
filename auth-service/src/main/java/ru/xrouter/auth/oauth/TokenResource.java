package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.SiteConfig;

/** The endpoints that apps call: tokens, their revocation (RFC 7009) and introspection (RFC 7662). */
@Path("/")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class TokenResource {
    private final ClientAuth clients;
    private final Grants grants;
    private final Devices devices;
    private final SigningKeys keys;
    private final Messages messages;
    private final SiteConfig site;
    private final AuthMetrics metrics;

    TokenResource(
            ClientAuth clients,
            Grants grants,
            Devices devices,
            SigningKeys keys,
            Messages messages,
            SiteConfig site,
            AuthMetrics metrics) {
        this.clients = clients;
        this.grants = grants;
        this.devices = devices;
        this.keys = keys;
        this.messages = messages;
        this.site = site;
        this.metrics = metrics;
    }

    @POST
    @Path("/token")
    @RunOnVirtualThread
    public Response token(@Context HttpHeaders headers, @Context HttpServerRequest connection, String body) {
        try {
            var request = TokenRequest.parse(messages.request("/token", headers, body));
            var client = clients.verified(
                    request.getClientAuthentication(), request.getClientID(), ClientAddress.of(connection));
            return switch (request.getAuthorizationGrant()) {
                case AuthorizationCodeGrant code ->
                    grants.exchange(client, code, ClientAddress.of(connection))
                            .map(this::issued)
                            .orElseGet(() -> noToken(OAuth2Error.INVALID_GRANT, headers));
                case DeviceCodeGrant device ->
                    switch (devices.poll(client, device.getDeviceCode())) {
                        case Devices.Heard.Token(var issued) -> issued(issued);
                        case Devices.Heard.NotYet(var error) -> noToken(error, headers);
                    };
                default -> noToken(OAuth2Error.UNSUPPORTED_GRANT_TYPE, headers);
            };
        } catch (GeneralException e) {
            return noToken(e.getErrorObject(), headers);
        }
    }

    @POST
    @Path("/revoke")
    @RunOnVirtualThread
    public Response revoke(@Context HttpHeaders headers, @Context HttpServerRequest connection, String body) {
        try {
            var request = TokenRevocationRequest.parse(messages.request("/revoke", headers, body));
            var client = clients.verified(
                    request.getClientAuthentication(), request.getClientID(), ClientAddress.of(connection));
            // A token that is unknown or another app's is no error: there is nothing to revoke.
            keys.jti(request.getToken().getValue())
                    .ifPresent(jti -> grants.revokeToken(jti, client, ClientAddress.of(connection)));
            return Messages.response(new HTTPResponse(HTTPResponse.SC_OK));
        } catch (GeneralException e) {
            return Messages.refused(e.getErrorObject(), headers);
        }
    }

    /** A client learns about its own tokens alone. */
    @POST
    @Path("/introspect")
    @RunOnVirtualThread
    public Response introspect(@Context HttpHeaders headers, @Context HttpServerRequest connection, String body) {
        try {
            var request = TokenIntrospectionRequest.parse(messages.request("/introspect", headers, body));
            var client = clients.verified(request.getClientAuthentication(), null, ClientAddress.of(connection));
            var answer = keys.jti(request.getToken().getValue())
                    .flatMap(jti -> grants.token(jti)
                            .filter(token -> token.grant().clientId().equals(client.clientId()))
                            .map(token -> active(jti, token)))
                    .orElseGet(() -> new TokenIntrospectionSuccessResponse.Builder(false).build());
            return Messages.response(answer.toHTTPResponse());
        } catch (GeneralException e) {
            return Messages.refused(e.getErrorObject(), headers);
        }
    }

    private TokenIntrospectionSuccessResponse active(String jti, GrantStore.Token token) {
        var grant = token.grant();
        return new TokenIntrospectionSuccessResponse.Builder(true)
                .tokenType(AccessTokenType.BEARER)
                .issuer(new Issuer(site.issuer()))
                .audience(List.of(new Audience(site.audience())))
                .subject(new Subject(grant.userId()))
                .clientID(new ClientID(grant.clientId()))
                .scope(new Scope(grant.scopes().toArray(String[]::new)))
                .issueTime(Date.from(token.issuedAt()))
                .expirationTime(Date.from(token.expiresAt()))
                .jwtID(new JWTID(jti))
                .build();
    }

    private Response issued(Grants.Issued issued) {
        metrics.issuedToken();
        var token = new BearerAccessToken(
                issued.token(),
                issued.lifetimeSeconds(),
                new Scope(issued.scopes().toArray(String[]::new)));
        var answer = issued.idToken() == null
                ? new AccessTokenResponse(new Tokens(token, null))
                : new OIDCTokenResponse(new OIDCTokens(issued.idToken(), token, null));
        return Messages.response(answer.toHTTPResponse());
    }

    private Response noToken(@Nullable ErrorObject error, HttpHeaders headers) {
        metrics.refusedToken(Messages.known(error).getCode());
        return Messages.refused(error, headers);
    }
}
