package ru.xrouter.service.http;

import io.netty.util.concurrent.FastThreadLocal;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** An HTTP client per event loop for calls to our own services, so that a call never changes threads. */
@Singleton
public class ServiceClients {
    /** The name of the TLS configuration between our services; it exists in the profile {@code tls} alone. */
    private static final String INTERNAL = "internal";

    private final FastThreadLocal<HttpClient> clients;
    private final Set<HttpClient> made = ConcurrentHashMap.newKeySet();

    ServiceClients(Vertx vertx, ServiceClientConfig config, TlsConfigurationRegistry tls) {
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(config.connections())
                .setHttp2MultiplexingLimit(config.streamsPerConnection())
                .setHttp2ConnectionWindowSize(config.connectionWindow())
                .setInitialSettings(new Http2Settings().setInitialWindowSize(config.streamWindow()))
                .setMaxWaitQueueSize(config.waiting())
                .setTcpNoDelay(true)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setHttp2KeepAliveTimeout((int) TimeUnit.MINUTES.toSeconds(5));
        tls.get(INTERNAL)
                .ifPresent(internal -> options.setSsl(true)
                        .setUseAlpn(true)
                        .setVerifyHost(true)
                        .setTrustOptions(internal.getTrustStoreOptions()));
        clients = new FastThreadLocal<>() {
            @Override
            protected HttpClient initialValue() {
                var client = vertx.httpClientBuilder()
                        .with(options)
                        .withConnectHandler(ResetLimit::lift)
                        .build();
                made.add(client);
                return client;
            }
        };
    }

    /** A new authority is trusted from the next connection on. */
    void trustAnew(@Observes CertificateUpdatedEvent updated) {
        if (INTERNAL.equals(updated.name())) {
            var options = updated.tlsConfiguration().getSSLOptions();
            made.forEach(client -> client.updateSSLOptions(options));
        }
    }

    /** The calling event loop's client. */
    public HttpClient current() {
        return clients.get();
    }
}
