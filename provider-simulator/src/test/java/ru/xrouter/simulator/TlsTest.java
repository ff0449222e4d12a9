package ru.xrouter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.testing.MadeCertificate;

/** HTTPS with certificates of our own making, and client certificates in place of access tokens. */
class TlsTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void takesAClientCertificateForAnAccessToken() throws Exception {
        // Given
        var server = MadeCertificate.of("localhost", folder);
        var person = MadeCertificate.of("client", folder);
        var trusting = new PemTrustOptions().addCertPath(server.certificate().toString());
        var proof = new PemKeyCertOptions()
                .addCertPath(person.certificate().toString())
                .addKeyPath(person.key().toString());
        try (var simulator = Simulator.start(0, new Tls(server.certificate(), server.key(), person.certificate()))) {
            var models = "https://localhost:" + simulator.port() + "/gigachat/api/v1/models";

            // When
            var nobody = status(models, new HttpClientOptions().setTrustOptions(trusting));
            var known = status(
                    models, new HttpClientOptions().setTrustOptions(trusting).setKeyCertOptions(proof));

            // Then
            assertThat(nobody).isEqualTo(401);
            assertThat(known).isEqualTo(200);
        }
    }

    private int status(String url, HttpClientOptions options) {
        return await(vertx.createHttpClient(options)
                .request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url))
                .compose(request -> request.send())
                .map(HttpClientResponse::statusCode));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
