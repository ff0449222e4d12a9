package ru.xrouter.provider.http;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import ru.xrouter.provider.ChatProvider;

/** An HTTP client per event loop for calls to the provider. */
@Singleton
class ProviderClients {
    private final FastThreadLocal<HttpClient> clients;

    ProviderClients(Vertx vertx, ProviderConfig config, ChatProvider provider) {
        var options = new HttpClientOptions()
                .setMaxPoolSize(config.connections())
                .setMaxWaitQueueSize(config.waiting())
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setIdleTimeout((int) longestSilence(config).toSeconds())
                .setTcpNoDelay(true)
                .setKeepAlive(true);
        var customized = provider.customize(options);
        clients = new FastThreadLocal<>() {
            @Override
            protected HttpClient initialValue() {
                return vertx.createHttpClient(customized);
            }
        };
    }

    /** Only for connections that nobody waits for any more; a call has its own, shorter timeouts. */
    private static Duration longestSilence(ProviderConfig config) {
        return config.answerTimeout().plus(config.firstByteTimeout()).plus(config.idleTimeout());
    }

    HttpClient current() {
        return clients.get();
    }
}
