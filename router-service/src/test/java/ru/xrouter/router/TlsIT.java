package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.testing.MadeCertificate;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.testing.CertificateResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.token.ServiceToken;

/** With the profile {@code tls} a service shows its certificate, and calls only those that its authority vouches for. */
@QuarkusTest
@TestProfile(TlsIT.WithTls.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
@WithTestResource(CertificateResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields.
class TlsIT {
    @Inject
    Vertx vertx;

    @Inject
    ServiceClients clients;

    @Inject
    ServiceToken token;

    @ConfigProperty(name = "xrouter.tls.directory")
    Path directory;

    @TestHTTPResource(value = "/v1/models", tls = true)
    URI models;

    /** The profile as the chart sets it. */
    public static final class WithTls implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "test,tls";
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.test-ssl-port", "0", "quarkus.tls.internal.reload-period", "1s");
        }
    }

    @Test
    void servicesSpeakHttp2OverTls() {
        var response = Blocking.get(onAnEventLoop(models.getPort(), "localhost"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(response.request().connection().isSsl()).isTrue();
    }

    @Test
    void aNameThatTheCertificateDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> Blocking.get(onAnEventLoop(models.getPort(), "127.0.0.1")))
                .isNotNull();
    }

    @Test
    void nobodyIsServedWithoutTls() {
        var plain = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(1000));
        assertThatThrownBy(() -> Blocking.get(plain.request(HttpMethod.GET, models.getPort(), "localhost", "/v1/models")
                        .compose(request -> request.send())))
                .isNotNull();
    }

    @Test
    void aRenewedCertificateAndItsAuthorityAreTakenWithoutARestart(@TempDir Path scratch) throws Exception {
        // Given
        MadeCertificate.asSecret(scratch);
        var renewed = certificate(scratch);
        assertThat(shown()).isEqualTo(certificate(directory)).isNotEqualTo(renewed);
        // When
        for (var file : List.of("tls.key", "tls.crt", "ca.crt")) {
            Files.copy(scratch.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        // Then
        Blocking.until(() -> {
            try {
                return shown().equals(renewed);
            } catch (AssertionError _) {
                // The server shows what the client does not trust yet.
                return false;
            }
        });
    }

    private static Certificate certificate(Path folder) throws Exception {
        try (var file = Files.newInputStream(folder.resolve("tls.crt"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
    }

    /** What the service shows on a new connection, which this is the only call of. */
    private Certificate shown() {
        var connection = Blocking.get(onAnEventLoop(models.getPort(), "localhost"))
                .request()
                .connection();
        try {
            return connection.sslSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            throw new AssertionError(e);
        } finally {
            Blocking.get(connection.close());
        }
    }

    private Future<HttpClientResponse> onAnEventLoop(int port, String host) {
        var promise = Promise.<HttpClientResponse>promise();
        vertx.getOrCreateContext()
                .runOnContext(_ -> clients.current()
                        .request(HttpMethod.GET, port, host, "/v1/models")
                        .compose(request -> request.putHeader("authorization", token.authorization())
                                .send())
                        .onComplete(promise));
        return promise.future();
    }
}
