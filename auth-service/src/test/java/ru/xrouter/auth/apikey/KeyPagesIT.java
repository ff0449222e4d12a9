package ru.xrouter.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** API keys as people make and handle them. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class KeyPagesIT {
    private static final Pattern SECRET = Pattern.compile(">(xr-[A-Za-z0-9]+)</textarea>");
    private static final Pattern KEY = Pattern.compile("/account/keys/(key-[0-9a-f]+)");

    @SuppressWarnings("NullAway.Init")
    private Browser person;

    @BeforeEach
    void signIn() {
        person = Browser.newPerson();
    }

    @Test
    void makesAKeyOfAllThatWasAskedForAndShowsItOnce() {
        // When
        var page = person.post(
                "/account/keys",
                Map.ofEntries(
                        Map.entry("name", "Прод <b>"),
                        Map.entry("scopes", "inference"),
                        Map.entry("models", "gigachat/gigachat-2\r\nyandex/yandexgpt-lite"),
                        Map.entry("addresses", "10.0.0.0/8, 192.0.2.1"),
                        Map.entry("requests_per_minute", "7"),
                        Map.entry("tokens_per_day", "1000"),
                        Map.entry("limit", "1 000,50"),
                        Map.entry("limit_reset", "daily"),
                        Map.entry("expires_at", "2126-01-31")));
        // Then
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        assertThat(page.asString()).contains("Прод &lt;b&gt;");
        var secret = secret(page);
        Operator.lookUp(secret)
                .statusCode(200)
                .body("name", equalTo("Прод <b>"))
                .body("access.scopes", contains("inference"))
                .body("access.models", contains("gigachat/gigachat-2", "yandex/yandexgpt-lite"))
                .body("limits.requests_per_minute", equalTo(7))
                .body("limits.tokens_per_day", equalTo(1000))
                .body("spending_cap.day_micros", equalTo(1_000_500_000))
                .body("expires_at", equalTo("2126-02-01T00:00:00Z"));
        assertThat(person.get("/account/keys").asString())
                .contains("Прод &lt;b&gt;", "2126-01-31")
                .doesNotContain(secret);
        assertThat(person.get("/account/audit").asString()).contains("created an API key", "Прод &lt;b&gt;");
    }

    @Test
    void changesWhatTheFormShowsAndNothingElse() {
        // Given
        var secret = secret(create("Old name"));
        var keyId = onlyKey();
        assertThat(person.get("/account/keys/" + keyId).asString()).contains("Old name");
        // When
        var answer = person.post("/account/keys/" + keyId, Map.of("name", "New name", "scopes", "usage:read"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(303);
        Operator.lookUp(secret)
                .body("name", equalTo("New name"))
                .body("access.scopes", contains("usage:read"))
                .body("spending_cap.month_micros", nullValue())
                .body("expires_at", nullValue());
    }

    @Test
    void disablesEnablesRotatesAndRevokes() {
        // Given
        var first = secret(create("k"));
        var keyId = onlyKey();
        var path = "/account/keys/" + keyId;
        // Then
        person.post(path + "/switch", Map.of("disabled", "true"));
        Operator.lookUp(first).statusCode(404);
        assertThat(person.get("/account/keys").asString()).contains("disabled");
        person.post(path + "/switch", Map.of("disabled", "false"));
        Operator.lookUp(first).statusCode(200);
        var second = secret(person.post(path + "/rotate", Map.of("overlap_days", "1")));
        Operator.lookUp(first).statusCode(200).body("key_id", equalTo(keyId));
        var third = secret(person.post(path + "/rotate", Map.of("overlap_days", "0")));
        Operator.lookUp(second).statusCode(404);
        Operator.lookUp(third).statusCode(200).body("key_id", equalTo(keyId));
        person.post(path + "/revoke", Map.of());
        Operator.lookUp(third).statusCode(404);
        assertThat(person.get(path).statusCode()).isEqualTo(303);
        assertThat(person.get("/account/audit").asString())
                .contains("disabled an API key", "enabled an API key", "rotated an API key", "revoked an API key");
    }

    @ParameterizedTest
    @CsvSource({
        "name, '', Name",
        "scopes, '', choose at least one thing",
        "limit, twelve, 'Most it may spend, in roubles'",
        "limit, -1, 'Most it may spend, in roubles'",
        "expires_at, yesterday, Expires at the end of",
        "expires_at, +10000-01-01, Expires at the end of",
        "expires_at, +999999999-12-31, Expires at the end of",
        "expires_at, 2020-01-01, Expires at the end of",
        "models, no<model>, Models",
        "addresses, 10.0.0.0/99, Networks it may be used from",
        "requests_per_minute, many, Requests per minute",
        "requests_per_day, 0, Requests per day",
        "tokens_per_minute, -5, Tokens per minute",
        "concurrency, 1.5, Requests at the same time",
    })
    void showsTheFormAgainWithTheFieldAtFault(String field, String value, String label) {
        // Given
        var form = new HashMap<>(Map.of("name", "Kept <name>", "scopes", "inference"));
        form.put(field, value);
        if (field.equals("scopes")) {
            form.remove("scopes");
        }
        // When
        var page = person.post("/account/keys", form);
        // Then
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(400);
        var alert = page.asString().substring(page.asString().indexOf("role=\"alert\""));
        assertThat(alert.substring(0, alert.indexOf("</p>"))).contains(label);
        if (!field.equals("name")) {
            assertThat(page.asString()).contains("Kept &lt;name&gt;");
        }
        assertThat(person.get("/account/keys").asString()).contains("No keys yet.");
    }

    @Test
    void showsNobodyTheKeysOfAnotherAccountAndLetsNobodyTouchThem() {
        // Given
        var secret = secret(create("mine"));
        var path = "/account/keys/" + onlyKey();
        var stranger = Browser.newPerson();
        // When
        assertThat(stranger.get(path).statusCode()).isEqualTo(303);
        stranger.post(path, Map.of("name", "stolen", "scopes", "inference"));
        stranger.post(path + "/switch", Map.of("disabled", "true"));
        var rotated = stranger.post(path + "/rotate", Map.of("overlap_days", "0"));
        stranger.post(path + "/revoke", Map.of());
        // Then
        assertThat(rotated.asString()).doesNotContain("xr-");
        assertThat(stranger.get("/account/audit").asString()).doesNotContain("mine");
        Operator.lookUp(secret).statusCode(200).body("name", equalTo("mine"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/account", "/account/keys", "/account/keys/new", "/account/security", "/account/audit"})
    void showsPagesToWhoIsSignedInAlone(String path) {
        assertThat(new Browser().get(path).header("location")).endsWith("/sign-in");
        var page = person.get(path);
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        assertThat(page.asString()).doesNotContain("<script", "style=", "onclick", "NOT_FOUND");
        assertThat(page.header("content-security-policy")).contains("default-src 'none'");
    }

    @Test
    void writesDownWhatProgramsAndOperatorsDoWithKeys() {
        // Given
        var account = Operator.newAccount();
        var made = Operator.newKey(account, "{\"name\": \"first\"}").extract().<String>path("data.id");
        // When
        Operator.call()
                .header("x-xrouter-key-id", "key-abc")
                .header("x-xrouter-client-address", "192.0.2.7")
                .delete("/internal/accounts/{a}/api-keys/{k}", account, made)
                .then()
                .statusCode(200);
        // Then
        Operator.call()
                .get("/internal/accounts/{a}/audit-events", account)
                .then()
                .statusCode(200)
                .body("data.act", contains("revoked_key", "created_key", "created_account"))
                .body("data.via", contains("key-abc", "operator", "operator"))
                .body("data[0].address", equalTo("192.0.2.7"))
                .body("data[0].subject", equalTo(made + " (first)"))
                .body("next", nullValue());
        io.restassured.RestAssured.get("/internal/accounts/{a}/audit-events", account)
                .then()
                .statusCode(401);
    }

    private Response create(String name) {
        var page = person.post("/account/keys", Map.of("name", name, "scopes", "inference"));
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        return page;
    }

    private String onlyKey() {
        var key = KEY.matcher(person.get("/account/keys").asString());
        assertThat(key.find()).isTrue();
        return key.group(1);
    }

    private static String secret(Response page) {
        var secret = SECRET.matcher(page.asString());
        assertThat(secret.find()).as(page.asString()).isTrue();
        return secret.group(1);
    }
}
