package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.access.ApiKeyFormat;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** The sign-in of apps that were built for OpenRouter. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class KeySignInIT {
    private static final String CALLBACK = "https://chat.example/callback?from=router";

    private final CodeVerifier verifier = new CodeVerifier();

    @Test
    void exchangesACodeForAKeyWithTheCapThatThePersonSet() {
        // Given
        var person = AuthorizationIT.newPerson();
        var to = allow(person);
        assertThat(to).startsWith(CALLBACK + "&code=");
        // When
        var made = exchange(Map.of("code", App.parameter(to, "code"), "code_verifier", verifier.getValue()));
        // Then
        made.statusCode(200).body("key", startsWith("xr-")).body("user_id", startsWith("user-"));
        lookUp(made.extract().path("key"))
                .statusCode(200)
                .body("name", equalTo("chat.example"))
                .body("spending_cap.day_micros", equalTo(7_000_000));
        assertThat(person.get("/account/audit").asString()).contains("gave an app a key", "created an API key");
    }

    @Test
    void revokesTheKeyWhenItsCodeComesTwice() {
        // Given
        var code = App.parameter(allow(AuthorizationIT.newPerson()), "code");
        var wish = Map.of("code", code, "code_verifier", verifier.getValue());
        var key = exchange(wish).statusCode(200).extract().<String>path("key");
        // When
        exchange(wish).statusCode(403).body("error.code", equalTo("invalid_code"));
        // Then
        lookUp(key).statusCode(404);
    }

    @Test
    void exchangesNothingWithoutTheRightVerifier() {
        // Given
        var code = App.parameter(allow(AuthorizationIT.newPerson()), "code");
        // Then
        exchange(Map.of("code", code, "code_verifier", new CodeVerifier().getValue()))
                .statusCode(403);
        exchange(Map.of("code", code)).statusCode(400).body("error.param", equalTo("code_verifier"));
        exchange(Map.of("code_verifier", verifier.getValue())).statusCode(400).body("error.param", equalTo("code"));
        exchange(Map.of("code", code, "code_verifier", verifier.getValue(), "code_challenge_method", "plain"))
                .statusCode(400)
                .body("error.param", equalTo("code_challenge_method"));
        exchange(Map.of("code", "nonsense", "code_verifier", verifier.getValue()))
                .statusCode(403);
        exchange(Map.of("code", code, "code_verifier", verifier.getValue())).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "callback_url          | http://chat.example/callback",
                "callback_url          | https://chat.example/callback#x",
                "callback_url          | https://user@chat.example/",
                "callback_url          | javascript:alert(1)",
                "callback_url          | -",
                "code_challenge        | -",
                "code_challenge        | short",
                "code_challenge_method | plain",
                "code_challenge_method | -",
            })
    void sendsNobodyAnywhereUnlessAllIsInOrder(String name, String value) {
        // Given
        var parameters = request();
        if (value == null) {
            parameters.remove(name);
        } else {
            parameters.put(name, value);
        }
        // When
        var answer = AuthorizationIT.newPerson().get("/auth?" + App.query(parameters));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void asksToSignInFirst() {
        var answer = new Browser().get("/auth?" + App.query(request()));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("location")).startsWith("/sign-in?return_to=%2Fauth%3F");
    }

    private String allow(Browser person) {
        var query = App.query(request());
        var page = person.get("/auth?" + query);
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        assertThat(page.asString()).contains("chat.example");
        var form = new HashMap<>(Map.of("decision", "allow", "cap", "7", "period", "day"));
        form.put("query", query);
        form.put("user", App.userOn(page.asString()));
        var sent = person.post("/auth", form);
        assertThat(sent.statusCode()).as(sent.asString()).isEqualTo(303);
        return sent.header("location");
    }

    private Map<String, String> request() {
        var parameters = new HashMap<String, String>();
        parameters.put("callback_url", CALLBACK);
        parameters.put(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    private static ValidatableResponse exchange(Map<String, String> wish) {
        return given().header("authorization", "Bearer local-service-token")
                .contentType(ContentType.JSON)
                .body(wish)
                .post("/internal/auth-keys")
                .then();
    }

    private static ValidatableResponse lookUp(String key) {
        return given().header("authorization", "Bearer local-service-token")
                .contentType(ContentType.JSON)
                .body("{\"digest\": \"%s\"}".formatted(ApiKeyFormat.digest(key)))
                .post("/internal/api-keys/lookup")
                .then();
    }
}
