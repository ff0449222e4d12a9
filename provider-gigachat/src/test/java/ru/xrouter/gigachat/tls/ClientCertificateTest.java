package ru.xrouter.gigachat.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.testing.MadeCertificate;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.gigachat.Settings;
import ru.xrouter.simulator.Simulator;
import ru.xrouter.simulator.Tls;

/** Client certificates, and an authority of our own in place of the shipped one, against the simulator's HTTPS. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields.
class ClientCertificateTest {
    private static final String SCHEME = "PBEWithHmacSHA256AndAES_256";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private MadeCertificate server;
    private MadeCertificate ours;
    private Simulator simulator;

    @BeforeEach
    void start() throws Exception {
        server = MadeCertificate.of("localhost", folder);
        ours = MadeCertificate.of("xrouter", folder);
        simulator = Simulator.start(0, new Tls(server.certificate(), server.key(), ours.certificate()));
    }

    @AfterEach
    void stop() {
        simulator.close();
        await(vertx.close());
    }

    @Test
    void provesWhoWeAreInPlaceOfAToken() {
        assertThat(status(Map.of())).isEqualTo(401);
        assertThat(status(Map.of("client-certificate", ours.certificate(), "client-key", ours.key())))
                .isEqualTo(200);
    }

    @Test
    void opensAnEncryptedKey() throws Exception {
        // Given
        var key = encrypted("pass word");

        // Then
        assertThat(status(Map.of(
                        "client-certificate",
                        ours.certificate(),
                        "client-key",
                        key,
                        "client-key-password",
                        "pass word")))
                .isEqualTo(200);
        assertThatThrownBy(() -> status(Map.of(
                        "client-certificate", ours.certificate(), "client-key", key, "client-key-password", "canary")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("xrouter.gigachat.client-key-password")
                .hasMessageNotContaining("canary");
    }

    @Test
    void stopsTheStartWhenSomethingIsMissing() {
        assertThatThrownBy(() -> status(Map.of("client-certificate", ours.certificate())))
                .hasMessageContaining("xrouter.gigachat.client-key");
        assertThatThrownBy(() ->
                        status(Map.of("client-certificate", folder.resolve("none.pem"), "client-key", ours.key())))
                .hasMessageContaining("xrouter.gigachat.client-certificate");
        assertThatThrownBy(() -> status(Map.of(
                        "client-certificate",
                        ours.certificate(),
                        "client-key",
                        ours.key(),
                        "client-key-password",
                        "x")))
                .hasMessageContaining("ENCRYPTED PRIVATE KEY");
    }

    private Path encrypted(String password) throws Exception {
        var pem = Files.readString(ours.key());
        var plain = Base64.getMimeDecoder()
                .decode(pem.replace("-----BEGIN PRIVATE KEY-----", "").replace("-----END PRIVATE KEY-----", ""));
        var cipher = Cipher.getInstance(SCHEME);
        var key = SecretKeyFactory.getInstance(SCHEME).generateSecret(new PBEKeySpec(password.toCharArray()));
        cipher.init(Cipher.ENCRYPT_MODE, key);
        var parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        var info = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(plain)).getEncoded();
        return Files.writeString(
                folder.resolve("encrypted.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(info)));
    }

    private int status(Map<String, ?> settings) {
        var options = Trust.applyToApi(new HttpClientOptions(), config(settings));
        var url = "https://localhost:%d/gigachat/api/v1/models".formatted(simulator.port());
        return await(vertx.createHttpClient(options)
                .request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url))
                .compose(request -> request.send())
                .map(HttpClientResponse::statusCode));
    }

    private GigaChatConfig config(Map<String, ?> settings) {
        var values = new HashMap<String, String>();
        values.put("xrouter.gigachat.ca-certificate", server.certificate().toString());
        settings.forEach((name, value) -> values.put("xrouter.gigachat." + name, value.toString()));
        return Settings.read(values);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
