package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.refusing;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Calls that an account's own contract with a provider pays for. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class OwnCredentialIT extends RunningRouter {
    /** As large as one may be. */
    private static final String SECRET = "s".repeat(4096);

    private static final String CREDENTIAL =
            new CustomerCredential(SECRET, Map.of("scope", "GIGACHAT_API_B2B")).header();

    private static final ProviderFailure REFUSED = new ProviderFailure.RefusedCredential();

    private FakeGateway.Answer chat(String body, boolean allowFallback) {
        var own = List.of(
                new OwnCredential("alpha", CREDENTIAL, allowFallback),
                new OwnCredential("elsewhere", CREDENTIAL, true));
        return gateway.chat(account, body, Headers.OWN_CREDENTIALS, OwnCredential.header(own));
    }

    @Test
    void callsWithItAndChargesTheFeeAlone() {
        // Given
        alpha.does(answering("own"));
        // When
        var answer = chat(CHEAP, false);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/usage/is_byok").asBoolean()).isTrue();
        assertThat(alpha.received())
                .extracting(FakeAdapter.Received::credential)
                .containsExactly(CREDENTIAL);
        var ours = gateway.chat(account, CHEAP);
        var byok = theEvent(answer.generationId());
        var usual = theEvent(ours.generationId());
        assertThat(usual.get("cost").asLong()).isPositive();
        assertThat(byok.get("cost").asLong())
                .isEqualTo(Math.ceilDiv(usual.get("cost").asLong(), 20));
        assertThat(byok.get("provider_cost").asLong()).isZero();
        assertThat(byok.get("byok").asBoolean()).isTrue();
        assertThat(usual.has("byok")).isFalse();
        assertThat(ours.json().at("/usage").has("is_byok")).isFalse();
    }

    @Test
    void holdsTheFeeAlone() {
        // Given
        alpha.does(answering("x"));
        balance(0);
        var refused = gateway.chat(account, CHEAP).json().at("/error/metadata/most_it_could_cost");
        var enough = new BigDecimal(refused.asText()).movePointRight(6).longValueExact();
        // When
        balance(Math.ceilDiv(enough, 20));
        // Then
        assertThat(chat(CHEAP, true).status()).isEqualTo(402);
        var own = chat(CHEAP, false);
        assertThat(own.status()).as(own.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"false, 403", "true, 200"})
    void sellsFromOursOnlyWhereTheAccountAllowsIt(boolean allowFallback, int status) {
        // Given: the provider refuses the account's own credential alone.
        alpha.does(response -> (alpha.received().getLast().credential() == null ? answering("ours") : refusing(REFUSED))
                .accept(response));
        beta.does(answering("beta"));
        // When
        var answer = chat(SHARED, allowFallback);
        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(beta.received()).isEmpty();
        assertThat(alpha.received())
                .extracting(FakeAdapter.Received::credential)
                .containsExactlyElementsOf(
                        allowFallback ? java.util.Arrays.asList(CREDENTIAL, null) : List.of(CREDENTIAL));
        var event = theEvent(answer.generationId());
        assertThat(event.has("byok")).isEqualTo(!allowFallback);
        assertThat(event.get("cost").asLong() > 0).isEqualTo(allowFallback);
    }

    @Test
    void showsItToNoOtherProvider() {
        // Given
        alpha.does(refusing(RATE_LIMITED));
        beta.does(answering("beta"));
        // When
        chat(SHARED, false);
        // Then
        assertThat(beta.received()).extracting(FakeAdapter.Received::credential).containsOnlyNulls();
        assertThat(alpha.received()).hasSize(1);
    }

    @Test
    void takesACredentialToItsAdapterToBeChecked() {
        // Given
        alpha.does(response -> response.end("{\"valid\":false}"));
        // When
        var checked = check("alpha");
        alpha.does(refusing(new ProviderFailure.Unavailable("down")));
        // Then
        assertThat(checked.statusCode()).isEqualTo(200);
        assertThat(checked.body().asString()).isEqualTo("{\"valid\":false}");
        assertThat(alpha.received().getFirst().path()).isEqualTo("/v1/credentials/validate");
        assertThat(alpha.received().getFirst().body()).isEqualTo("{\"secret\":\"s\"}");
        assertThat(check("alpha").statusCode()).isEqualTo(503);
        assertThat(check("gone").statusCode()).isEqualTo(503);
        assertThat(check("nobody").statusCode()).isEqualTo(404);
        assertThat(RestAssured.given()
                        .body("{}")
                        .post("/internal/providers/alpha/credentials/validate")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void tellsForWhichProvidersAndAtWhatFee() {
        var told = RestAssured.given()
                .header("authorization", "Bearer local-service-token")
                .get("/internal/own-credentials");
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.<String>path("fee_percent")).isEqualTo("5");
        assertThat(told.<java.util.List<String>>path("providers"))
                .contains("alpha", "beta")
                .doesNotContain("yandexgpt");
        assertThat(RestAssured.get("/internal/own-credentials").statusCode()).isEqualTo(401);
    }

    private static io.restassured.response.Response check(String provider) {
        return RestAssured.given()
                .header("authorization", "Bearer local-service-token")
                .body("{\"secret\":\"s\"}")
                .post("/internal/providers/{provider}/credentials/validate", provider);
    }
}
