package ru.xrouter.gateway.entry;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Without TLS the gateway speaks HTTP/1.1 alone; HTTP/2 is agreed on during the TLS handshake. A server that offers it
 * without TLS must also take the {@code Upgrade: h2c} that Java's own client sends with its first request, and that client
 * then waits forever for an answer of more than one frame that was quicker than its preface. RFC 9113, section 3.1, has
 * done away with that upgrade.
 */
@Singleton
final class CleartextHttp1 implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
