package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PATIENCE_SECONDS;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;
import static ru.xrouter.provider.http.RunningAdapter.stoppedBy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.http.Headers;

/** The routes that are for no model: the provider's list of models, and whether a credential is good. */
class ProbeTest {
    private static final String MODELS = "/v1/models";
    private static final String VALIDATE = "/v1/credentials/validate";

    @RegisterExtension
    private final RunningAdapter adapter =
            new RunningAdapter(url -> new ToyProvider(url, ToyProvider.Extra.MODEL_LIST));

    @RegisterExtension
    private final RunningAdapter without = new RunningAdapter();

    @Test
    void listsTheProvidersModels() {
        // Given
        adapter.upstream = request -> request.response().end("one\nold!\n");

        // When
        var answer = adapter.get(MODELS);

        // Then
        assertThat(answer.body()).isEqualTo("{\"data\":[{\"id\":\"one\"},{\"id\":\"old\",\"deprecated\":true}]}");
        var asked = adapter.received.getFirst();
        assertThat(asked.method()).isEqualTo(HttpMethod.GET);
        assertThat(asked.path()).isEqualTo("/models");
        assertThat(asked.getHeader("authorization")).isEqualTo("token-0");
        assertThat(asked.getHeader("content-type")).isNull();
    }

    @Test
    void saysWhenThereIsNoList() {
        assertThat(without.get(MODELS).status()).isEqualTo(404);
        assertThat(without.post(VALIDATE, "").status()).isEqualTo(404);
    }

    @Test
    void tellsAListThatIsNoneFromAnEmptyOne() {
        // Given
        adapter.upstream = request -> request.response().end();

        // When
        var answer = adapter.get(MODELS);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    @Test
    void givesUpAListThatDoesNotCome() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        adapter.config.probeTimeout = Duration.ofMillis(50);
        adapter.upstream = request -> stoppedBy(request.response(), stopped);

        // When
        var answer = adapter.get(MODELS);

        // Then
        assertThat(answer.status()).isEqualTo(504);
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        awaitTrue(() -> adapter.timers.running().isEmpty());
    }

    @Test
    void tellsGoodCredentialsFromBadOnes() {
        // Given
        adapter.upstream = ProbeTest::acceptGoodOnes;

        // Then
        assertThat(adapter.post(VALIDATE, "{\"secret\":\"good\"}").body()).isEqualTo("{\"valid\":true}");
        assertThat(adapter.post(VALIDATE, "{\"secret\":\"stolen\"}").body()).isEqualTo("{\"valid\":false}");
        assertThat(adapter.post(VALIDATE, "").body()).isEqualTo("{\"valid\":false}");
    }

    private static void acceptGoodOnes(HttpServerRequest request) {
        var good = "customer good".equals(request.getHeader("authorization"));
        request.response().setStatusCode(good ? 200 : 401).end();
    }

    @Test
    void doesNotCallACredentialBadWhenTheProviderIsAway() {
        // Given
        adapter.upstream = request -> request.response().setStatusCode(500).end();

        // When
        var answer = adapter.post(VALIDATE, "{\"secret\":\"good\"}");

        // Then
        assertThat(answer.status()).isEqualTo(502);
    }

    @Test
    void refusesABodyThatIsNoCredentialWithoutRepeatingIt() {
        // When
        var answer = adapter.post(VALIDATE, "{\"key\":\"s3cret\"}");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("s3cret");
        assertThat(adapter.received).isEmpty();
    }
}
