package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationSuccessResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import ru.xrouter.auth.page.ClientAddress;

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
    public Response push(@Context HttpHeaders headers, @Context HttpServerRequest connection, String body) {
        try {
            var push = PushedAuthorizationRequest.parse(messages.request("/par", headers, body));
            var request = push.getAuthorizationRequest();
            var client = clients.verified(
                    push.getClientAuthentication(), request.getClientID(), ClientAddress.of(connection));
            if (!client.clientId().equals(request.getClientID().getValue())) {
                return Messages.refused(OAuth2Error.INVALID_CLIENT, headers);
            }
            var error = requests.fault(request, client);
            if (error != null) {
                return Messages.refused(error, headers);
            }
            var uri = pushed.add(client.clientId(), request.toQueryString());
            return Messages.response(
                    new PushedAuthorizationSuccessResponse(uri, PushedRequests.LIFETIME.toSeconds()).toHTTPResponse());
        } catch (GeneralException e) {
            return Messages.refused(e.getErrorObject(), headers);
        }
    }
}
