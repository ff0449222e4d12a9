package ru.xrouter.service.http;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** An HTTP client per event loop for calls to our own services, so that a call never changes threads. */
@Singleton
public class ServiceClients {
    private final FastThreadLocal<HttpClient> clients;

    ServiceClients(Vertx vertx, ServiceClientConfig config) {
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
        clients = new FastThreadLocal<>() {
            @Override
            protected HttpClient initialValue() {
                return vertx.httpClientBuilder()
                        .with(options)
                        .withConnectHandler(ResetLimit::lift)
                        .build();
            }
        };
    }

    /** The calling event loop's client. */
    public HttpClient current() {
        return clients.get();
    }
}
