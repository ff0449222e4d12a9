package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.PushedAuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationSuccessResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The endpoint of pushed authorization requests (RFC 9126): what an app asks for is checked before the person sees it. */
@Path("/par")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class PushResource {
    private final ClientAuth clients;
    private final AuthorizationRequests requests;
    private final PushedRequests pushed;
    private final Messages messages;

    PushResource(ClientAuth clients, AuthorizationRequests requests, PushedRequests pushed, Messages messages) {
        this.clients = clients;
        this.requests = requests;
        this.pushed = pushed;
        this.messages = messages;
    }

    @POST
    @RunOnVirtualThread
    public Response push(@Context HttpHeaders headers, String body) {
        try {
            var push = PushedAuthorizationRequest.parse(messages.request("/par", headers, body));
            var request = push.getAuthorizationRequest();
            var client = clients.verified(push.getClientAuthentication(), request.getClientID());
            if (client.isEmpty()
                    || !client.get().clientId().equals(request.getClientID().getValue())) {
                return refused(OAuth2Error.INVALID_CLIENT);
            }
            var error = requests.fault(request, client.get());
            if (error != null) {
                return refused(error);
            }
            var uri = pushed.add(client.get().clientId(), request.toQueryString());
            return Messages.response(
                    new PushedAuthorizationSuccessResponse(uri, PushedRequests.LIFETIME.toSeconds()).toHTTPResponse());
        } catch (ParseException e) {
            return refused(e.getErrorObject());
        }
    }

    private static Response refused(@Nullable ErrorObject error) {
        var known = error == null || error.getCode() == null ? OAuth2Error.INVALID_REQUEST : error;
        return Messages.response(new PushedAuthorizationErrorResponse(known).toHTTPResponse());
    }
}
