package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.testing.MadeCertificate;

class ProviderClientsTest {
    private final Vertx vertx = Vertx.vertx();
    private final TestConfig config = new TestConfig();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void speaksHttp2WhereTheProviderOffersIt() throws Exception {
        assertThat(versionAt(provider(secure().setUseAlpn(true)), "https")).isEqualTo(HttpVersion.HTTP_2);
    }

    @Test
    void speaksHttp1WhereTheProviderKnowsNoOther() throws Exception {
        assertThat(versionAt(provider(secure().setUseAlpn(false)), "https")).isEqualTo(HttpVersion.HTTP_1_1);
    }

    @Test
    void speaksHttp1WhereHttp2IsSwitchedOff() throws Exception {
        config.http2 = false;
        assertThat(versionAt(provider(secure().setUseAlpn(true)), "https")).isEqualTo(HttpVersion.HTTP_1_1);
    }

    @Test
    void asksForNoUpgradeWithoutTls() {
        assertThat(versionAt(provider(new HttpServerOptions()), "http")).isEqualTo(HttpVersion.HTTP_1_1);
    }

    private HttpVersion versionAt(int port, String scheme) {
        var url = URI.create("%s://localhost:%d/".formatted(scheme, port));
        var options = ProviderClients.options(config, url).setTrustAll(true);
        var request = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url.toString());
        return await(vertx.createHttpClient(options)
                .request(request)
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::version));
    }

    private int provider(HttpServerOptions options) {
        return await(vertx.createHttpServer(options)
                        .requestHandler(request -> request.response().end())
                        .listen(0))
                .actualPort();
    }

    private HttpServerOptions secure() throws Exception {
        var made = MadeCertificate.of("localhost", folder);
        return new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath(made.store().toString()).setPassword(MadeCertificate.PASSWORD));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
