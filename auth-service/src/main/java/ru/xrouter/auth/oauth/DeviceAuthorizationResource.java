package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import ru.xrouter.auth.metrics.AuthMetrics.Limit;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.SiteConfig;

/** Where a device without a browser begins (RFC 8628); for apps that were registered for it alone. */
@Path("/device_authorization")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class DeviceAuthorizationResource {
    private static final int MOST_FROM_ONE_ADDRESS = 100;
    private static final ErrorObject TOO_MANY =
            new ErrorObject("temporarily_unavailable", "Too many devices ask from there. Wait some minutes.", 429);

    private final ClientAuth clients;
    private final Devices devices;
    private final CodeGuesses guesses;
    private final Messages messages;
    private final URI page;

    DeviceAuthorizationResource(
            ClientAuth clients, Devices devices, CodeGuesses guesses, Messages messages, SiteConfig site) {
        this.clients = clients;
        this.devices = devices;
        this.guesses = guesses;
        this.messages = messages;
        this.page = URI.create(site.issuer() + "/device");
    }

    @POST
    @RunOnVirtualThread
    public Response start(@Context HttpHeaders headers, @Context HttpServerRequest connection, String body) {
        var address = ClientAddress.of(connection);
        try {
            var request = DeviceAuthorizationRequest.parse(messages.request("/device_authorization", headers, body));
            var client = clients.verified(request.getClientAuthentication(), request.getClientID(), address);
            if (!client.device()) {
                return Messages.refused(OAuth2Error.UNAUTHORIZED_CLIENT, headers);
            }
            var scopes = scopes(request, client);
            if (!client.mayAskFor(scopes)) {
                return Messages.refused(OAuth2Error.INVALID_SCOPE, headers);
            }
            return guesses.permittedFrom(Limit.DEVICES, address, MOST_FROM_ONE_ADDRESS)
                    ? started(devices.start(client, scopes, address))
                    : Messages.refused(TOO_MANY, headers);
        } catch (GeneralException e) {
            return Messages.refused(e.getErrorObject(), headers);
        }
    }

    private static Set<String> scopes(DeviceAuthorizationRequest request, Client client) {
        var asked = request.getScope();
        return asked == null || asked.isEmpty() ? client.usualScopes() : new HashSet<>(asked.toStringList());
    }

    private Response started(Devices.Started started) {
        var complete = URI.create(page + "?user_code=" + started.userCode().getValue());
        return Messages.response(new DeviceAuthorizationSuccessResponse(
                        started.deviceCode(),
                        started.userCode(),
                        page,
                        complete,
                        Devices.LIFETIME.toSeconds(),
                        Devices.INTERVAL_SECONDS,
                        null)
                .toHTTPResponse());
    }
}
