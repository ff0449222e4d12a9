package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.client.ClientInformationResponse;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationErrorResponse;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.metrics.AuthMetrics.Limit;
import ru.xrouter.auth.page.ClientAddress;

/**
 * Apps register themselves (RFC 7591) where the operator lets them. Such an app can never manage keys, its tokens live
 * shorter, and the pages say that nobody has looked at its name.
 */
@Path("/register")
@Consumes(MediaType.APPLICATION_JSON)
class RegistrationResource {
    private static final ErrorObject TOO_MANY =
            new ErrorObject("temporarily_unavailable", "Too many apps register. Try again later.", 429);

    private final ClientStore clients;
    private final Grants grants;
    private final ClientSecrets secrets;
    private final SelfRegistration registration;
    private final CodeGuesses guesses;
    private final RandomIds ids;
    private final RegistrationConfig config;

    RegistrationResource(
            ClientStore clients,
            Grants grants,
            ClientSecrets secrets,
            SelfRegistration registration,
            CodeGuesses guesses,
            RandomIds ids,
            RegistrationConfig config) {
        this.clients = clients;
        this.grants = grants;
        this.secrets = secrets;
        this.registration = registration;
        this.guesses = guesses;
        this.ids = ids;
        this.config = config;
    }

    @POST
    @RunOnVirtualThread
    public Response register(@Context HttpServerRequest connection, String body) {
        if (!config.enabled()) {
            throw new NotFoundException();
        }
        if (!guesses.permittedFrom(Limit.REGISTRATIONS, ClientAddress.of(connection), config.perAddress())
                || clients.selfRegistered() >= config.most()) {
            return refused(TOO_MANY);
        }
        try {
            var metadata = ClientMetadata.parse(JSONObjectUtils.parse(body));
            metadata.applyDefaults();
            return registered(registration.client(ids.next("app"), metadata), ClientAddress.of(connection));
        } catch (ParseException e) {
            return refused(Messages.known(e.getErrorObject()));
        } catch (InvalidParameterException e) {
            return refused(SelfRegistration.error(e));
        }
    }

    private Response registered(Client client, String address) {
        var now = Instant.now();
        var secret = secrets.forMethod(client.authMethod());
        var token = secrets.fresh();
        grants.register(client, secret, token, now, address);
        var information = registration.information(client, now, secret, token);
        return Messages.response(new ClientInformationResponse(information, true).toHTTPResponse());
    }

    static Response refused(ErrorObject error) {
        return Messages.response(new ClientRegistrationErrorResponse(error).toHTTPResponse());
    }
}
