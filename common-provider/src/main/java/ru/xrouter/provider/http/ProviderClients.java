package ru.xrouter.provider.http;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import ru.xrouter.provider.ChatProvider;

/** An HTTP client per event loop for calls to the provider. */
@Singleton
class ProviderClients {
    private final FastThreadLocal<HttpClient> clients;

    ProviderClients(Vertx vertx, ProviderConfig config, ChatProvider provider) {
        var customized = provider.customize(options(config, provider.apiUrl()));
        clients = new FastThreadLocal<>() {
            @Override
            protected HttpClient initialValue() {
                return vertx.createHttpClient(customized);
            }
        };
    }

    /** HTTP/2 where the provider offers it during the TLS handshake, else HTTP/1.1. */
    static HttpClientOptions options(ProviderConfig config, URI apiUrl) {
        var options = new HttpClientOptions()
                .setMaxPoolSize(config.connections())
                .setHttp2MaxPoolSize(config.http2Connections())
                .setMaxWaitQueueSize(config.waiting())
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setIdleTimeout((int) longestSilence(config).toSeconds())
                .setTcpNoDelay(true)
                .setKeepAlive(true);
        // Without TLS HTTP/2 would have to be asked for by an upgrade of the first request, which not every server
        // takes.
        return config.http2() && "https".equals(apiUrl.getScheme())
                ? options.setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2)
                : options;
    }

    /** Only for connections that nobody waits for any more; a call has its own, shorter timeouts. */
    private static Duration longestSilence(ProviderConfig config) {
        return config.answerTimeout().plus(config.firstByteTimeout()).plus(config.idleTimeout());
    }

    HttpClient current() {
        return clients.get();
    }
}
