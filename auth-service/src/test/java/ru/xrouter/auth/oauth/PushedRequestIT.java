package ru.xrouter.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class PushedRequestIT {
    @Inject
    DataSource database;

    private static Map<String, String> asked(App app) {
        var parameters = new HashMap<>(app.request());
        if (!app.secret().isEmpty()) {
            parameters.remove("client_id");
        }
        return parameters;
    }

    private static String pushed(App app) {
        return app.post("/par", asked(app))
                .then()
                .statusCode(201)
                .body("expires_in", equalTo(600))
                .extract()
                .path("request_uri");
    }

    private static String query(App app, String requestUri) {
        return App.query(Map.of("client_id", app.id(), "request_uri", requestUri));
    }

    @Test
    void isDecidedOnceByThePerson() {
        // Given
        var app = App.registered("client_secret_basic", "inference");
        var person = AuthorizationIT.newPerson();
        var query = query(app, pushed(app));
        // When
        var answer = app.consent(person, query, Map.of("decision", "allow"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(App.parameter(answer.header("location"), "state")).isEqualTo("st ate");
        assertThat(app.exchange(App.parameter(answer.header("location"), "code"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(person.get("/authorize?" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void cannotBeChangedOnItsWayThroughTheBrowser() {
        // Given
        var app = App.registered();
        var person = AuthorizationIT.newPerson();
        var tampered =
                query(app, pushed(app)) + "&scope=usage%3Aread&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&state=other";
        // When
        var answer = app.consent(person, tampered, Map.of("decision", "deny"));
        // Then
        assertThat(answer.header("location")).startsWith(App.REDIRECT + "?");
        assertThat(App.parameter(answer.header("location"), "state")).isEqualTo("st ate");
    }

    @Test
    void isNobodyElsesAndNotForLong() throws SQLException {
        // Given
        var app = App.registered();
        var other = App.registered();
        var person = AuthorizationIT.newPerson();
        var uri = pushed(app);
        // Then
        assertThat(person.get("/authorize?" + query(other, uri)).statusCode()).isEqualTo(400);
        assertThat(person.get("/authorize?" + query(app, uri + "x")).statusCode())
                .isEqualTo(400);
        assertThat(person.get("/authorize?" + query(app, "https://evil.example/request"))
                        .statusCode())
                .isEqualTo(400);
        Sql.change(database, "update pushed_request set expires_at = now() - interval '1 second'");
        assertThat(person.get("/authorize?" + query(app, uri)).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "redirect_uri, https://app.example/other, 400, invalid_request",
                "redirect_uri, -, 400, invalid_request",
                "scope, everything, 400, invalid_scope",
                "code_challenge, -, 400, invalid_request",
                "code_challenge_method, plain, 400, invalid_request",
                "response_type, token, 400, unsupported_response_type",
                "request_uri, urn:ietf:params:oauth:request_uri:x, 400, invalid_request",
                "client_id, app-unknown, 401, invalid_client",
            })
    void isCheckedBeforeThePersonSeesIt(String name, String value, int status, String error) {
        // Given
        var app = App.registered();
        var parameters = asked(app);
        if (value == null) {
            parameters.remove(name);
        } else {
            parameters.put(name, value);
        }
        // Then
        app.post("/par", parameters).then().statusCode(status).body("error", equalTo(error));
    }

    @Test
    void isTakenFromAConfidentialAppOnlyWithItsSecret() {
        // Given
        var app = App.registered("client_secret_basic", "inference");
        var claimed = new App(app.id(), "", app.redirect(), app.verifier());
        var other = App.registered("client_secret_basic", "inference");
        // Then
        claimed.post("/par", asked(claimed)).then().statusCode(401).body("error", equalTo("invalid_client"));
        var forged = asked(app);
        forged.put("client_id", app.id());
        assertThat(other.post("/par", forged).statusCode()).isIn(400, 401);
    }
}
