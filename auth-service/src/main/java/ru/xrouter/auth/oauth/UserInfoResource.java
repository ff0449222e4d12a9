package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.BearerTokenError;
import com.nimbusds.openid.connect.sdk.UserInfoErrorResponse;
import com.nimbusds.openid.connect.sdk.UserInfoSuccessResponse;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** OpenID Connect's UserInfo endpoint, for access tokens with the scope {@code openid}. */
@Path("/userinfo")
class UserInfoResource {
    private final SigningKeys keys;
    private final Grants grants;

    UserInfoResource(SigningKeys keys, Grants grants) {
        this.keys = keys;
        this.grants = grants;
    }

    @GET
    @RunOnVirtualThread
    public Response get(@Context HttpHeaders headers) {
        return answer(headers);
    }

    @POST
    @RunOnVirtualThread
    public Response post(@Context HttpHeaders headers) {
        return answer(headers);
    }

    private Response answer(HttpHeaders headers) {
        BearerAccessToken shown;
        try {
            shown = BearerAccessToken.parse(headers.getHeaderString(HttpHeaders.AUTHORIZATION));
        } catch (ParseException _) {
            return refused(BearerTokenError.MISSING_TOKEN);
        }
        var token = keys.jti(shown.getValue()).flatMap(grants::token);
        if (token.isEmpty()) {
            return refused(BearerTokenError.INVALID_TOKEN);
        }
        var grant = token.get().grant();
        if (!grant.scopes().contains(OpenId.SCOPE)) {
            return refused(BearerTokenError.INSUFFICIENT_SCOPE);
        }
        var info = new UserInfo(new Subject(grant.userId()));
        if (grant.scopes().contains(OpenId.EMAIL)) {
            info.setEmailAddress(grants.emailOf(grant.userId()));
            // Nobody signs in before it is.
            info.setEmailVerified(true);
        }
        try {
            return Messages.response(new UserInfoSuccessResponse(info).toHTTPResponse());
        } catch (com.nimbusds.oauth2.sdk.SerializeException e) {
            throw new IllegalStateException("Claims of a person are JSON.", e);
        }
    }

    private static Response refused(BearerTokenError error) {
        HTTPResponse answer = new UserInfoErrorResponse(error).toHTTPResponse();
        return Messages.response(answer);
    }
}
