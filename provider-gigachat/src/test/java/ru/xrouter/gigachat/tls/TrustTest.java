package ru.xrouter.gigachat.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.testing.MadeCertificate;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.gigachat.Settings;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields.
class TrustTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private MadeCertificate made;

    @BeforeEach
    void makeCertificate() throws Exception {
        made = MadeCertificate.of("localhost", folder);
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void trustsTheCertificatesOfTheFile() {
        // Given
        var config = Settings.read(
                Map.of("xrouter.gigachat.ca-certificate", made.certificate().toString()));

        // When
        var status = call(Trust.apply(new HttpClientOptions(), config));

        // Then
        assertThat(status).isEqualTo(200);
    }

    @Test
    void refusesAnUnknownCertificate() {
        // Given
        var options = Trust.apply(new HttpClientOptions(), Settings.read(Map.of()));

        // When
        // Then
        assertThatThrownBy(() -> call(options)).isInstanceOf(CompletionException.class);
        assertThat(options.isTrustAll()).isFalse();
        assertThat(options.isVerifyHost()).isTrue();
    }

    @Test
    void stopsTheStartWhenTheFileHoldsNoCertificate() throws IOException {
        // Given
        var file = Files.writeString(folder.resolve("empty.pem"), "nothing");
        var config = Settings.read(Map.of("xrouter.gigachat.ca-certificate", file.toString()));

        // When
        // Then
        assertThatThrownBy(() -> Trust.apply(new HttpClientOptions(), config))
                .hasMessageContaining("xrouter.gigachat.ca-certificate")
                .hasMessageContaining(file.toString());
    }

    @Test
    void shipsTheRussianTrustedRootCa() throws Exception {
        // When
        var shipped = Trust.shipped();

        // Then
        assertThat(shipped).hasSize(1);
        var root = (X509Certificate) shipped.iterator().next();
        assertThat(root.getSubjectX500Principal().getName())
                .isEqualTo("CN=Russian Trusted Root CA,O=The Ministry of Digital Development and Communications,C=RU");
        root.verify(root.getPublicKey());
        assertThat(root.getNotAfter()).isAfter("2032-02-26");
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(root.getEncoded())))
                .isEqualTo("d26d2d0231b7c39f92cc738512ba54103519e4405d68b5bd703e9788ca8ecf31");
    }

    @Test
    void trustsTheShippedRootUnlessAnotherIsGiven() throws Exception {
        // Given
        var root = (X509Certificate) Trust.shipped().iterator().next();
        var own = Settings.read(
                Map.of("xrouter.gigachat.ca-certificate", made.certificate().toString()));

        // Then
        assertThat(trusted(Settings.read(Map.of()))).contains(root);
        assertThat(trusted(own)).doesNotContain(root).isNotEmpty();
    }

    private List<X509Certificate> trusted(GigaChatConfig config) throws Exception {
        var options = Trust.apply(new HttpClientOptions(), config).getTrustOptions();
        var managers = options.getTrustManagerFactory(vertx).getTrustManagers();
        return List.of(((X509TrustManager) managers[0]).getAcceptedIssuers());
    }

    @Test
    void pinsTheDefaults() {
        // Given
        var config = Settings.read(Map.of());

        // Then
        assertThat(config.authUrl()).hasToString("http://localhost:8090/gigachat/api/v2/oauth");
        assertThat(config.apiUrl()).hasToString("http://localhost:8090/gigachat/api/v1");
        assertThat(config.apiV2Url()).hasToString("http://localhost:8090/gigachat/api/v2");
        assertThat(config.scope()).isEqualTo("GIGACHAT_API_PERS");
        assertThat(config.clientCertificate()).isEmpty();
        assertThat(config.clientKey()).isEmpty();
        assertThat(config.clientKeyPassword()).isEmpty();
        assertThat(config.visionModels()).contains("GigaChat-2-Max", "GigaChat-3-Ultra");
        assertThat(config.images().hosts()).isEmpty();
        assertThat(config.images().fetchTimeout()).hasSeconds(10);
        assertThat(config.images().lifetime()).hasMinutes(30);
        assertThat(config.images().grace()).hasMinutes(10);
        assertThat(config.images().remembered()).isEqualTo(10_000);
        assertThat(config.caCertificate()).isEmpty();
        assertThat(config.userAgent()).isEqualTo("XRouter");
        assertThat(config.tokenTimeout()).hasSeconds(10);
    }

    private int call(HttpClientOptions options) {
        var key = new PfxOptions().setPath(made.store().toString()).setPassword(MadeCertificate.PASSWORD);
        var server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(key))
                .requestHandler(request -> request.response().end());
        var port = await(server.listen(0)).actualPort();
        var request = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI("https://localhost:" + port + "/");
        return await(vertx.createHttpClient(options)
                .request(request)
                .compose(sent -> sent.send())
                .map(response -> response.statusCode()));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
