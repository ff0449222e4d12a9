package ru.xrouter.simulator;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Files that turn the simulator's port into HTTPS: a certificate chain and its key as PEM, and the authority of the
 * client certificates that stand in for an access token, if any do.
 */
public record Tls(Path certificate, Path key, @Nullable Path clientAuthority) {
    void apply(HttpServerOptions options) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(certificate.toString())
                        .addKeyPath(key.toString()));
        if (clientAuthority != null) {
            options.setClientAuth(ClientAuth.REQUEST)
                    .setTrustOptions(new PemTrustOptions().addCertPath(clientAuthority.toString()));
        }
    }
}
