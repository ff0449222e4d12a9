package ru.xrouter.gigachat.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.testing.MadeCertificate;
import ru.xrouter.gigachat.GigaChatConfig;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields.
class RemoteImagesTest {
    private static final String PARAM = "messages[0].content[0].image_url.url";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    static Path folder;

    private static MadeCertificate certificate;
    private int port;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = MadeCertificate.of("localhost", folder);
    }

    @BeforeEach
    void serve() {
        var key = new PemKeyCertOptions()
                .addCertPath(certificate.certificate().toString())
                .addKeyPath(certificate.key().toString());
        port = await(vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(key))
                        .requestHandler(RemoteImagesTest::answer)
                        .listen(0))
                .actualPort();
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private static void answer(HttpServerRequest request) {
        switch (request.uri()) {
            case "/a.png?x=1" -> request.response().end("image");
            case "/moved" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("location", "/a.png?x=1")
                        .end();
            case "/endless" -> {
                request.response().setChunked(true);
                write(request);
            }
            case "/never" -> {}
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static void write(HttpServerRequest request) {
        var chunk = Buffer.buffer(new byte[1024 * 1024]);
        if (!request.response().closed()) {
            request.response().write(chunk).onSuccess(_ -> write(request));
        }
    }

    @Test
    void fetchesFromANamedHost() {
        assertThat(await(images(_ -> true, Duration.ofSeconds(10)).fetch(uri("/a.png?x=1"), PARAM)))
                .asString()
                .isEqualTo("image");
    }

    @Test
    void fetchesNothingFromPrivateAddresses() {
        refused("/a.png?x=1", PublicAddress::is, Duration.ofSeconds(10));
    }

    @Test
    void followsNothingAndTakesNoMoreThanAnImageHas() {
        refused("/moved", _ -> true, Duration.ofSeconds(10));
        refused("/missing", _ -> true, Duration.ofSeconds(10));
        refused("/endless", _ -> true, Duration.ofSeconds(10));
    }

    @Test
    void waitsNoLongerThanItMay() {
        refused("/never", _ -> true, Duration.ofMillis(200));
    }

    @Test
    void fetchesFromNoOtherHost() {
        var images = images(_ -> true, Duration.ofSeconds(10));

        assertThatThrownBy(() -> await(images.fetch(URI.create("https://example.org/a.png"), PARAM)))
                .hasCauseInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("not fetched from this host");
    }

    private void refused(String path, Predicate<InetAddress> allowed, Duration patience) {
        assertThatThrownBy(() -> await(images(allowed, patience).fetch(uri(path), PARAM)))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        failure -> assertThat(failure.param()).isEqualTo(PARAM));
    }

    private URI uri(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    private RemoteImages images(Predicate<InetAddress> allowed, Duration patience) {
        var trusting =
                new PemTrustOptions().addCertPath(certificate.certificate().toString());
        return new RemoteImages(
                vertx, new Settings(patience), new HttpClientOptions().setTrustOptions(trusting), allowed);
    }

    private record Settings(Duration fetchTimeout) implements GigaChatConfig.Images {
        @Override
        public Optional<Set<String>> hosts() {
            return Optional.of(Set.of("localhost"));
        }

        @Override
        public Duration lifetime() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration grace() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int remembered() {
            return 1;
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
