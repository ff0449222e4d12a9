package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** What apps may ask of people, and what people answer. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class AuthorizationIT {

    @Test
    void givesAnAppWhatThePersonAllowedAndNothingMore() throws Exception {
        // Given
        var person = newPerson();
        var app = App.registered();
        // When
        var sent = app.consent(
                person, App.query(app.request()), Map.of("decision", "allow", "cap", "12,5", "period", "month"));
        // Then
        assertThat(sent.statusCode()).isEqualTo(303);
        var to = sent.header("location");
        assertThat(to).startsWith(App.REDIRECT + "?");
        assertThat(App.parameter(to, "state")).isEqualTo("st ate");
        assertThat(App.parameter(to, "iss")).isEqualTo(Browser.ORIGIN);
        var answer = app.exchange(App.parameter(to, "code")).then();
        answer.statusCode(200)
                .header("cache-control", "no-store")
                .body("token_type", equalTo("Bearer"))
                .body("scope", equalTo("inference"))
                .body("expires_in", equalTo(365 * 24 * 60 * 60))
                .body("refresh_token", nullValue());
        var jwt = SignedJWT.parse(answer.extract().path("access_token"));
        var keys = JWKSet.parse(given().get("/.well-known/jwks.json").asString());
        var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
        assertThat(key.isPrivate()).isFalse();
        assertThat(jwt.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo(Browser.ORIGIN);
        assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly("xrouter");
        assertThat(jwt.getJWTClaimsSet().getStringClaim("client_id")).isEqualTo(app.id());
        App.lookUp(jwt.getJWTClaimsSet().getJWTID())
                .statusCode(200)
                .body("app", equalTo(app.id()))
                .body("name", equalTo("Тест & Co"))
                .body("access.scopes", contains("inference"))
                .body("spending_cap.month_micros", equalTo(12_500_000))
                .body("tier", equalTo("free"));
    }

    @Test
    void sendsWhoIsNotSignedInToSignInAndBack() {
        // Given
        var app = App.registered();
        var stranger = new Browser();
        // When
        var answer = stranger.get("/authorize?" + App.query(app.request()));
        // Then
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(App.parameter(
                        "http://x"
                                + answer.header("location")
                                        .substring(answer.header("location").indexOf('/')),
                        "return_to"))
                .isEqualTo("/authorize?" + App.query(app.request()));
    }

    @Test
    void tellsTheAppWhenThePersonDenies() {
        // Given
        var app = App.registered();
        // When
        var answer = app.consent(newPerson(), App.query(app.request()), Map.of("decision", "deny"));
        // Then
        assertThat(App.parameter(answer.header("location"), "error")).isEqualTo("access_denied");
        assertThat(App.parameter(answer.header("location"), "iss")).isEqualTo(Browser.ORIGIN);
        assertThat(App.parameter(answer.header("location"), "code")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "response_type         | token       | unsupported_response_type",
                "response_type         | -           | invalid_request",
                "code_challenge        | -           | invalid_request",
                "code_challenge        | short       | invalid_request",
                "code_challenge_method | plain       | invalid_request",
                "code_challenge_method | -           | invalid_request",
                "scope                 | everything  | invalid_scope",
                "scope                 | keys:manage | invalid_scope",
                "response_mode         | fragment    | invalid_request",
                "prompt                | none        | consent_required",
                "resource              | https://x.example | invalid_target",
            })
    void tellsTheAppWhatIsWrong(String name, String value, String error) {
        // Given
        var parameters = App.registered().request();
        if (value == null) {
            parameters.remove(name);
        } else {
            parameters.put(name, value);
        }
        // When
        var answer = newPerson().get("/authorize?" + App.query(parameters));
        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        var to = answer.header("location");
        assertThat(to).startsWith(App.REDIRECT + "?");
        assertThat(App.parameter(to, "error")).isEqualTo(error);
        assertThat(App.parameter(to, "state")).isEqualTo("st ate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/callback/",
                "https://app.example/callback/../evil",
                "https://app.example/callback?x=1",
                "https://app.example/callback#fragment",
                "https://app.example@evil.example/callback",
                "https://app.example.evil.example/callback",
                "https://app.example/%63allback",
                "http://app.example/callback",
                "//app.example/callback",
                "javascript:alert(1)",
                "",
            })
    void sendsNobodyToAnAddressThatIsNotRegistered(String redirect) {
        // Given
        var parameters = App.registered().request();
        parameters.put("redirect_uri", redirect);
        // When
        var answer = newPerson().get("/authorize?" + App.query(parameters));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.header("location")).isNull();
    }

    @Test
    void sendsNobodyAnywhereForAnUnknownAppOrAParameterThatStandsTwice() {
        var person = newPerson();
        var parameters = App.registered().request();
        parameters.put("client_id", "app-unknown");
        assertThat(person.get("/authorize?" + App.query(parameters)).statusCode())
                .isEqualTo(400);
        var twice = App.query(App.registered().request()) + "&redirect_uri=https%3A%2F%2Fevil.example%2F";
        var answer = person.get("/authorize?" + twice);
        assertThat(String.valueOf(answer.header("location"))).doesNotContain("evil.example");
        assertThat(App.parameter(String.valueOf(answer.header("location")).replace("null", "http://x?"), "code"))
                .isEmpty();
    }

    @Test
    void leavesLoopbackPortsFree() {
        // Given
        var registered = App.registered();
        var app = new App(registered.id(), "", "http://127.0.0.1:51234/cb", registered.verifier());
        // When
        var code = app.code(newPerson());
        // Then
        assertThat(app.exchange(code).statusCode()).isEqualTo(200);
    }

    @Test
    void takesNoConsentForAnotherPerson() {
        // Given
        var app = App.registered();
        var person = newPerson();
        var query = App.query(app.request());
        var form = Map.of("query", query, "user", "user-of-another-tab", "decision", "allow");
        // Then
        assertThat(person.post("/authorize", form).statusCode()).isEqualTo(400);
    }

    @Test
    void letsNobodyCapAnAppThatCouldMakeKeysWithoutACap() {
        // Given
        var app = App.registered("none", "keys:manage inference");
        var parameters = app.request();
        parameters.put("scope", "keys:manage inference");
        // When
        var answer = app.consent(
                newPerson(), App.query(parameters), Map.of("decision", "allow", "cap", "5", "period", "day"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"})
    void describesItself(String path) throws Exception {
        // When
        var metadata = AuthorizationServerMetadata.parse(given().get(path).asString());
        // Then
        assertThat(metadata.getIssuer().getValue()).isEqualTo(Browser.ORIGIN);
        assertThat(metadata.getTokenEndpointURI()).hasToString(Browser.ORIGIN + "/token");
        assertThat(metadata.getCodeChallengeMethods()).hasToString("[S256]");
        assertThat(metadata.supportsAuthorizationResponseIssuerParam()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /internal/oauth-clients",
        "DELETE, /internal/oauth-clients/app-1",
        "POST, /internal/access-tokens/lookup"
    })
    void answersNobodyWithoutTheServiceToken(String method, String path) {
        given().request(method, path).then().statusCode(401);
    }

    static Browser newPerson() {
        return Browser.newPerson();
    }
}
