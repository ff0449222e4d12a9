package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.nimbusds.jwt.SignedJWT;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

/** From the code to the token, and to its end. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class AccessTokensIT {
    @Inject
    DataSource database;

    @Inject
    RedisDataSource redis;

    @Test
    void endsAllThatCameOfACodeWhichComesTwice() throws Exception {
        // Given
        var app = App.registered();
        var code = app.code(AuthorizationIT.newPerson());
        var first = app.exchange(code);
        var jti = App.jti(first.path("access_token"));
        App.lookUp(jti).statusCode(200);
        var grant = App.lookUp(jti).extract().<String>path("key_id");
        var heard = new LinkedBlockingQueue<String>();
        var subscription = redis.pubsub(String.class).subscribe(RedisNames.REVOCATIONS, heard::add);
        // When
        var second = app.exchange(code);
        // Then
        second.then().statusCode(400).body("error", equalTo("invalid_grant"));
        App.lookUp(jti).statusCode(404);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(grant);
        subscription.unsubscribe();
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, invalid_grant",
        "code_verifier, '', invalid_grant",
        "redirect_uri, https://app.example/other, invalid_grant",
        "redirect_uri, '', invalid_grant",
        "code, nonsense, invalid_grant",
        "code, '', invalid_request",
        "grant_type, '', invalid_request",
        "grant_type, password, unsupported_grant_type",
        "client_id, app-unknown, invalid_client",
    })
    void exchangesNoCodeWithoutAllThatBelongsToIt(String name, String value, String error) {
        // Given
        var app = App.registered();
        var code = app.code(AuthorizationIT.newPerson());
        var parameters = new HashMap<>(Map.of("code", code));
        parameters.put(name, value);
        // When
        var refused = app.exchange(parameters);
        // Then
        assertThat(refused.statusCode()).as(refused.asString()).isIn(400, 401);
        assertThat(refused.<String>path("error"))
                .isIn(error, "unsupported_grant_type".equals(error) ? "invalid_request" : error);
        // The code is still good for whoever can prove that it is theirs.
        assertThat(app.exchange(code).statusCode()).isEqualTo(200);
    }

    @Test
    void givesACodeToNoOtherApp() {
        // Given
        var app = App.registered();
        var code = app.code(AuthorizationIT.newPerson());
        var other = App.registered().withVerifier(app.verifier());
        // Then
        other.exchange(code).then().statusCode(400).body("error", equalTo("invalid_grant"));
        assertThat(app.exchange(code).statusCode()).isEqualTo(200);
    }

    @Test
    void exchangesNoCodeThatWaitedTooLong() throws SQLException {
        // Given
        var app = App.registered();
        var code = app.code(AuthorizationIT.newPerson());
        execute("update authorization_code set expires_at = now() where used_at is null");
        // Then
        app.exchange(code).then().statusCode(400).body("error", equalTo("invalid_grant"));
    }

    @Test
    void believesAConfidentialAppOnlyWithItsSecret() {
        // Given
        var app = App.registered("client_secret_basic", "inference");
        var code = app.code(AuthorizationIT.newPerson());
        var wrong = new App(app.id(), "wrong", app.redirect(), app.verifier());
        var claimed = new App(app.id(), "", app.redirect(), app.verifier());
        // Then
        wrong.exchange(code).then().statusCode(401).body("error", equalTo("invalid_client"));
        claimed.exchange(code).then().statusCode(401).body("error", equalTo("invalid_client"));
        claimed.exchange(Map.of("code", code, "client_secret", app.secret()))
                .then()
                .statusCode(401)
                .body("error", equalTo("invalid_client"));
        assertThat(app.exchange(code).statusCode()).isEqualTo(200);
    }

    /** RFC 6749, 5.2. */
    @ParameterizedTest
    @ValueSource(strings = {"/token", "/par", "/revoke", "/introspect", "/device_authorization"})
    void tellsAnAppThatCannotBeBelievedWhichSchemeCounts(String path) {
        // Given
        var app = App.registered("client_secret_basic", "inference");
        var wrong = new App(app.id(), "wrong", app.redirect(), app.verifier());
        var form = new HashMap<>(app.request());
        form.putAll(
                Map.of("grant_type", "authorization_code", "code", "x", "token", "x", "code_verifier", "x".repeat(43)));
        // Then
        wrong.post(path, form)
                .then()
                .statusCode(401)
                .header("www-authenticate", startsWith("Basic realm="))
                .body("error", equalTo("invalid_client"));
        // Browsers would ask the person for a password.
        given().contentType("application/x-www-form-urlencoded")
                .formParams(form)
                .formParam("client_secret", "wrong")
                .post(path)
                .then()
                .statusCode(401)
                .header("www-authenticate", nullValue());
    }

    @Test
    void slowsWrongSecretsDownAndLocksNoAppOut() {
        // Given
        var app = App.registered("client_secret_basic", "inference");
        var code = app.code(AuthorizationIT.newPerson());
        var wrong = new App(app.id(), "wrong", app.redirect(), app.verifier());
        // When
        for (var i = 0; i < 5; i++) {
            wrong.exchange(code).then().statusCode(401);
            wrong.post("/introspect", Map.of("token", "x")).then().statusCode(401);
        }
        // Then
        wrong.exchange(code)
                .then()
                .statusCode(429)
                .header("retry-after", "900")
                .body("error", equalTo("temporarily_unavailable"));
        for (var path : List.of("/par", "/revoke", "/introspect", "/device_authorization")) {
            var form = new HashMap<>(app.request());
            form.put("token", "x");
            wrong.post(path, form).then().statusCode(429);
        }
        assertThat(app.exchange(code).statusCode()).isEqualTo(200);
        var other = App.registered("client_secret_basic", "inference");
        new App(other.id(), "wrong", other.redirect(), other.verifier())
                .exchange(code)
                .then()
                .statusCode(401);
    }

    @Test
    void introspectsAndRevokesItsOwnTokensAlone() throws Exception {
        // Given
        var app = App.registered("client_secret_basic", "inference");
        var other = App.registered("client_secret_basic", "inference");
        var token = app.token(AuthorizationIT.newPerson());
        // Then
        app.post("/introspect", Map.of("token", token))
                .then()
                .statusCode(200)
                .body("active", equalTo(true))
                .body("client_id", equalTo(app.id()))
                .body("scope", equalTo("inference"));
        other.post("/introspect", Map.of("token", token)).then().statusCode(200).body("active", equalTo(false));
        other.post("/revoke", Map.of("token", token)).then().statusCode(200);
        App.lookUp(App.jti(token)).statusCode(200);
        app.post("/revoke", Map.of("token", "nonsense")).then().statusCode(200);
        app.post("/revoke", Map.of("token", token)).then().statusCode(200);
        App.lookUp(App.jti(token)).statusCode(404);
        app.post("/introspect", Map.of("token", token)).then().body("active", equalTo(false));
        given().contentType("application/x-www-form-urlencoded")
                .formParam("token", token)
                .post("/introspect")
                .then()
                .statusCode(401);
    }

    @Test
    void takesAccessAwayWhenThePersonSaysSo() throws Exception {
        // Given
        var person = AuthorizationIT.newPerson();
        var app = App.registered();
        var jti = App.jti(app.token(person));
        var grant = App.lookUp(jti).extract().<String>path("key_id");
        var page = person.get("/account").asString();
        assertThat(page).contains("Тест &amp; Co").contains(grant);
        // When
        AuthorizationIT.newPerson().post("/account/revoke-app", Map.of("grant", grant));
        App.lookUp(jti).statusCode(200);
        person.post("/account/revoke-app", Map.of("grant", grant));
        // Then
        App.lookUp(jti).statusCode(404);
    }

    @Test
    void takesAccessAwayFromADisabledApp() throws Exception {
        // Given
        var app = App.registered();
        var person = AuthorizationIT.newPerson();
        var jti = App.jti(app.token(person));
        // When
        given().header("authorization", "Bearer local-service-token")
                .delete("/internal/oauth-clients/{id}", app.id())
                .then()
                .statusCode(204);
        // Then
        App.lookUp(jti).statusCode(404);
        assertThat(person.get("/authorize?" + App.query(app.request())).statusCode())
                .isEqualTo(400);
    }

    @Test
    void signsWithANewKeyWhenTheOldOneIsDueAndKeepsTheOldOneReadable() throws Exception {
        // Given
        var app = App.registered();
        var person = AuthorizationIT.newPerson();
        var before = SignedJWT.parse(app.token(person)).getHeader().getKeyID();
        execute("update signing_key set created_at = created_at - interval '91 days'");
        // When
        var after = SignedJWT.parse(app.token(person)).getHeader().getKeyID();
        // Then
        assertThat(after).isNotEqualTo(before);
        given().get("/.well-known/jwks.json")
                .then()
                .body("keys.kid", hasItem(before))
                .body("keys.d", org.hamcrest.Matchers.everyItem(nullValue()));
    }

    private void execute(String sql) throws SQLException {
        Sql.change(database, sql);
    }
}
