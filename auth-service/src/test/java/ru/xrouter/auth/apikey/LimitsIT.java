package ru.xrouter.auth.apikey;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Limits of tiers, accounts and models are data: a change holds with the next look-up. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class LimitsIT {
    @Test
    void tellsTheGatewayWhatWasAgreedWithTheAccount() {
        // Given
        var account = Operator.newAccount();
        String plain = Operator.newKey(account, "{\"name\": \"k\"}").extract().path("key");
        String own = Operator.newKey(account, "{\"name\": \"k\", \"requests_per_minute\": 7}")
                .extract()
                .path("key");
        // When
        put(account, """
                {"requests_per_minute": 500, "tokens_per_day": 9000000,
                 "models": {"gigachat/GigaChat-2-Max": {"requests_per_minute": 50, "concurrency": 2}}}
                """).statusCode(200).body("requests_per_minute", equalTo(500));
        // Then
        Operator.lookUp(plain)
                .statusCode(200)
                .body("limits.requests_per_minute", equalTo(500))
                .body("limits.requests_per_day", equalTo(200))
                .body("limits.tokens_per_day", equalTo(9_000_000))
                .body("limits.concurrency", equalTo(5))
                .body("account_limits.requests_per_minute", equalTo(500))
                .body("model_limits", hasSize(1))
                .body("model_limits[0].model", equalTo("gigachat/GigaChat-2-Max"))
                .body("model_limits[0].requests_per_minute", equalTo(50))
                .body("model_limits[0].tokens_per_day", nullValue())
                .body("model_limits[0].concurrency", equalTo(2));
        Operator.lookUp(own)
                .body("limits.requests_per_minute", equalTo(7))
                .body("account_limits.requests_per_minute", equalTo(500));
        // When
        put(account, "{}").statusCode(200).body("$", not(hasKey("requests_per_minute")));
        // Then
        Operator.lookUp(plain).body("limits.requests_per_minute", equalTo(20)).body("model_limits", hasSize(0));
    }

    @Test
    void givesEveryKeyOfATierItsLimitsAndAnAccountsOwnBeforeThem() {
        // Given
        putTier("partner", """
                {"requests_per_minute": 300, "concurrency": 30, "models": {"a": {"tokens_per_minute": 10}, "b": {"concurrency": 1}}}
                """).statusCode(200).body("partner.models.a.tokens_per_minute", equalTo(10));
        var account = Operator.newAccount();
        String key = Operator.newKey(account, "{\"name\": \"k\", \"tier\": \"partner\"}")
                .statusCode(201)
                .extract()
                .path("key");
        put(account, "{\"models\": {\"a\": {\"tokens_per_minute\": 20}}}").statusCode(200);
        // When
        putTier("partner", """
                {"requests_per_minute": 400, "concurrency": 30, "models": {"a": {"tokens_per_minute": 10}, "b": {"concurrency": 3}}}
                """).statusCode(200);
        // Then
        Operator.lookUp(key)
                .body("limits.requests_per_minute", equalTo(400))
                .body("limits.requests_per_day", nullValue())
                .body("model_limits.model", equalTo(List.of("a", "b")))
                .body("model_limits[0].tokens_per_minute", equalTo(20))
                .body("model_limits[1].concurrency", equalTo(3));
        Operator.call()
                .get("/internal/tiers")
                .then()
                .statusCode(200)
                .body("free.requests_per_minute", equalTo(20))
                .body("enterprise.concurrency", equalTo(200));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"requests_per_minute": 0}              | requests_per_minute
            {"models": {"a": {"concurrency": -1}}}  | models.a.concurrency
            {"models": {"a": {"models": {}}}}       | models.a
            {"models": {"a": null}}                 | models.a
            {"models": {"a b": {}}}                 | models
            """)
    void refusesWhatIsNoLimitByItsName(String terms, String param) {
        put(Operator.newAccount(), terms).statusCode(400).body("error.param", equalTo(param));
    }

    @Test
    void refusesATierWithoutItsNumbersAndAnAccountThatIsNot() {
        putTier("half", "{\"concurrency\": 1}").statusCode(400).body("error.param", equalTo("requests_per_minute"));
        putTier("Loud", "{\"requests_per_minute\": 1, \"concurrency\": 1}")
                .statusCode(400)
                .body("error.param", equalTo("name"));
        put("acct-nobody", "{}").statusCode(404);
    }

    @Test
    void letsAProgramGiveAKeyNoMoreThanTheAccountHas() {
        // Given
        var account = Operator.newAccount();
        String manager = Operator.newKey(account, "{\"name\": \"m\", \"scopes\": [\"keys:manage\"]}")
                .extract()
                .path("data.id");
        // Then
        make(account, manager, "{\"name\": \"k\", \"requests_per_minute\": 21}")
                .statusCode(400)
                .body("error.param", equalTo("requests_per_minute"));
        String made = make(account, manager, "{\"name\": \"k\", \"requests_per_minute\": 20, \"tokens_per_day\": 5}")
                .statusCode(201)
                .extract()
                .path("data.id");
        Operator.call()
                .header("x-xrouter-key-id", manager)
                .body("{\"concurrency\": 6}")
                .patch("/internal/accounts/{a}/api-keys/{k}", account, made)
                .then()
                .statusCode(400)
                .body("error.param", equalTo("concurrency"));
    }

    private static ValidatableResponse make(String account, String manager, String terms) {
        return Operator.call()
                .header("x-xrouter-key-id", manager)
                .body(terms)
                .post("/internal/accounts/{a}/api-keys", account)
                .then();
    }

    private static ValidatableResponse put(String account, String terms) {
        return Operator.call()
                .body(terms)
                .put("/internal/accounts/{a}/limits", account)
                .then();
    }

    private static ValidatableResponse putTier(String name, String terms) {
        return Operator.call().body(terms).put("/internal/tiers/{name}", name).then();
    }
}
