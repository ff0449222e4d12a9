package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gigachat.Adapter.awaitTrue;
import static ru.xrouter.gigachat.Adapter.header;
import static ru.xrouter.gigachat.Adapter.json;
import static ru.xrouter.gigachat.Adapter.question;
import static ru.xrouter.gigachat.Adapter.text;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gigachat.token.AccessTokens;
import ru.xrouter.service.token.ServiceToken;

/** The access token: fetched once, again when it is refused, and of customers who have their own. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus and JUnit set the fields.
class TokensIT {
    @Inject
    ServiceToken serviceToken;

    @Inject
    AccessTokens tokens;

    private Adapter adapter;

    @BeforeEach
    void adapter() {
        adapter = new Adapter(serviceToken);
    }

    @AfterEach
    void resetSimulator() {
        adapter.control("DELETE", "/_sim/knobs", "");
    }

    @Test
    void fetchesOneFreshTokenWhenTheProviderForgetsTheOld() {
        // Given
        adapter.post(question("раз", false));
        adapter.control("DELETE", "/_sim/tokens", "");
        var before = adapter.issuedTokens();

        // When
        var answer = adapter.post(question("два", false));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(adapter.issuedTokens() - before).isEqualTo(1);
    }

    @Test
    void fetchesOneTokenForTwentyFirstCallsAtOnce() {
        // Given
        dropToken();
        var before = adapter.issuedTokens();

        // When
        var calls = IntStream.range(0, 20)
                .mapToObj(i -> adapter.client()
                        .sendAsync(adapter.request(question("раз " + i, false)), BodyHandlers.ofString()))
                .toList();
        var answers = calls.stream().map(CompletableFuture::join).toList();

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(adapter.issuedTokens() - before).isEqualTo(1);
    }

    @Test
    void staysReadyWithoutATokenAndRecovers() {
        // Given
        dropToken();
        adapter.control("PUT", "/_sim/knobs", "{\"provider\":\"gigachat\",\"oauth-status\":503}");

        // When
        var refused = adapter.post(question("раз", false));
        var health = json(management("/health/ready"));
        adapter.control("DELETE", "/_sim/knobs", "");

        // Then
        assertThat(header(refused, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("UP");
        assertThat(health.toString()).contains("\"state\":\"failed\"");
        awaitTrue(() -> adapter.post(question("раз", true)).statusCode() == 200);
        assertThat(management("/metrics"))
                .containsPattern("xrouter_provider_token_refreshes_total\\{[^}]*outcome=\"unavailable\"")
                .contains("gen_ai_client_operation_duration_seconds_bucket")
                .contains("gen_ai_client_operation_time_to_first_chunk_seconds_bucket");
    }

    @Test
    void callsWithACustomersOwnCredential() {
        // Given
        var own = new CustomerCredential(base64("customer:secret"), Map.of("scope", "GIGACHAT_API_B2B"));
        var before = adapter.issuedTokens();

        // When
        var first = adapter.post(question("раз", false), Map.of(Headers.PROVIDER_CREDENTIAL, own.header()));
        var second = adapter.post(question("два", false), Map.of(Headers.PROVIDER_CREDENTIAL, own.header()));

        // Then
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(adapter.issuedTokens() - before).isEqualTo(1);
    }

    @Test
    void tellsTheCustomerThatItsCredentialIsRefused() {
        for (var secret : List.of(base64("customer:wrong"), "not-a-key", base64("me@GIGACHAT_API_CORP:secret"))) {
            // When
            var own = new CustomerCredential(secret, Map.of());
            var answer = adapter.post(question("раз", false), Map.of(Headers.PROVIDER_CREDENTIAL, own.header()));

            // Then
            assertThat(header(answer, Headers.FAILURE)).as(answer.body()).isEqualTo("refused_credential");
            assertThat(answer.body()).doesNotContain(secret);
        }
    }

    @Test
    void checksCredentials() {
        assertThat(json(adapter.call("/v1/credentials/validate", credential("customer:secret")))
                        .path("valid")
                        .asBoolean())
                .isTrue();
        var wrong = json(adapter.call("/v1/credentials/validate", credential("customer:wrong")));
        assertThat(wrong.path("valid").isBoolean()).as(wrong.toString()).isTrue();
        assertThat(wrong.path("valid").asBoolean()).isFalse();
    }

    @Test
    void listsTheProvidersModels() {
        var models = adapter.call("/v1/models", "");

        assertThat(models.statusCode()).as(models.body()).isEqualTo(200);
        assertThat(models.body()).contains("\"GigaChat-2-Max\"").contains("\"Embeddings\"");
    }

    private static String credential(String key) {
        return "{\"secret\":\"%s\"}".formatted(base64(key));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String management(String path) {
        var port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return adapter.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/q" + path))
                        .build())
                .body();
    }

    private void dropToken() {
        var held = tokens.authorization()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Adapter.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        tokens.rejected(held);
    }
}
