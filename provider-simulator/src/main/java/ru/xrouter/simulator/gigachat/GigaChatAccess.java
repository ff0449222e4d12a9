package ru.xrouter.simulator.gigachat;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;

/** Decides who may call GigaChat's API host: whoever has an access token, or a client certificate that we trust. */
final class GigaChatAccess {
    private final AccessTokens tokens;

    GigaChatAccess(AccessTokens tokens) {
        this.tokens = tokens;
    }

    /** The account that the request comes from. */
    String account(HttpServerRequest request, Knobs knobs) {
        if (knobs.on(Knob.REQUIRE_USER_AGENT) && request.getHeader("user-agent") == null) {
            throw new GigaChatRefusal(403, "Unauthorized");
        }
        var authorization = request.getHeader("authorization");
        var certified = authorization == null ? certified(request) : null;
        return certified == null ? tokens.account(authorization) : certified;
    }

    private static @Nullable String certified(HttpServerRequest request) {
        if (!request.isSSL()) {
            return null;
        }
        try {
            return request.connection().peerCertificates().getFirst() instanceof X509Certificate certificate
                    ? certificate.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException _) {
            return null;
        }
    }
}
