package ru.xrouter.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.post;
import static ru.xrouter.gateway.testing.GatewayClient.request;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.CertificateResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** HTTP/2 is for TLS alone. */
@QuarkusTest
@TestProfile(Http2IT.BesideTls.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
@WithTestResource(CertificateResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the field.
class Http2IT {
    /** A port with TLS beside the one without. */
    public static final class BesideTls implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.test-ssl-port",
                    "0",
                    "quarkus.http.insecure-requests",
                    "enabled",
                    "quarkus.http.ssl.certificate.files",
                    "${xrouter.tls.directory}/tls.crt",
                    "quarkus.http.ssl.certificate.key-files",
                    "${xrouter.tls.directory}/tls.key");
        }
    }

    @Inject
    Vertx vertx;

    @Inject
    MeterRegistry metrics;

    @TestHTTPResource(value = "/v1/models", tls = true)
    URI models;

    @BeforeEach
    void start() {
        Peers.start();
    }

    @Test
    void cancelsTheRoutersStreamWhenAClientResets() throws Exception {
        // Given
        var key = Peers.auth().newKey();
        var cancelled = Peers.router().cancelOf(key.id());
        var version = new CompletableFuture<HttpVersion>();
        // When
        client().request(HttpMethod.POST, models.getPort(), "localhost", "/v1/chat/completions")
                .onFailure(version::completeExceptionally)
                .onSuccess(request -> {
                    request.exceptionHandler(_ -> {});
                    request.putHeader("authorization", "Bearer " + key.secret());
                    request.send(body("endless", key.id())).onSuccess(response -> {
                        version.complete(response.version());
                        response.handler(_ -> request.reset(8));
                    });
                });
        // Then
        assertThat(version.get(60, TimeUnit.SECONDS)).isEqualTo(HttpVersion.HTTP_2);
        cancelled.get(60, TimeUnit.SECONDS);
    }

    @Test
    void keepsTheAnswerOfARequestWithAKeyWhenItsClientResets() throws Exception {
        // Given
        var key = Peers.auth().newKey(1000, 10, null);
        var left = left();
        var asked = new CompletableFuture<HttpClientRequest>();
        client().request(HttpMethod.POST, models.getPort(), "localhost", "/v1/chat/completions")
                .onFailure(asked::completeExceptionally)
                .onSuccess(request -> {
                    request.exceptionHandler(_ -> {});
                    request.putHeader("authorization", "Bearer " + key.secret());
                    request.putHeader("idempotency-key", "once");
                    request.send(body("hold", key.id()));
                    asked.complete(request);
                });
        eventually(() -> Peers.router().holds(key.id()));
        // When
        asked.get(60, TimeUnit.SECONDS).reset(8);
        eventually(() -> left() > left);
        Peers.router().answer(key.id());
        // Then
        eventually(() -> post(key, "once", body("hold", key.id()))
                .headers()
                .firstValue("x-xrouter-replayed")
                .isPresent());
    }

    private double left() {
        return metrics.get("xrouter_gateway_client_gone_total").counter().count();
    }

    private io.vertx.core.http.HttpClient client() {
        return vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setSsl(true)
                .setTrustAll(true));
    }

    @Test
    void takesNoUpgradeWithoutTls() throws Exception {
        // Given
        var key = Peers.auth().newKey();
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            // When
            var answer = client.send(request("/v1/models", key).build(), BodyHandlers.ofString());
            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }
}
