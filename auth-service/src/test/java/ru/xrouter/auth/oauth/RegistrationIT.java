package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class RegistrationIT {
    @Inject
    DataSource database;

    private List<String> written(String act, String via) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select subject || ' from ' || address from audit_event where act = ? and via = ?")) {
            query.setString(1, act);
            query.setString(2, via);
            try (var rows = query.executeQuery()) {
                var written = new ArrayList<String>();
                while (rows.next()) {
                    written.add(rows.getString(1));
                }
                return written;
            }
        }
    }

    private static ValidatableResponse register(String metadata) {
        return given().contentType(ContentType.JSON)
                .body(metadata.replace('\'', '"'))
                .post("/register")
                .then();
    }

    @Test
    void letsAnAppRegisterItselfAndThePersonKnow() {
        // When
        var registered = register("""
                {'client_name': 'Gamma', 'redirect_uris': ['https://app.example/callback'], 'scope': 'inference openid',
                 'token_endpoint_auth_method': 'none', 'logo_uri': 'https://app.example/logo.png'}""");
        // Then
        registered
                .statusCode(201)
                .header("cache-control", "no-store")
                .body("client_secret", nullValue())
                .body("grant_types", containsInAnyOrder("authorization_code"))
                .body("logo_uri", nullValue());
        var app = new App(registered.extract().path("client_id"), "", App.REDIRECT, new CodeVerifier());
        var person = AuthorizationIT.newPerson();
        assertThat(person.get("/authorize?" + App.query(app.request())).asString())
                .contains("Gamma")
                .contains("Nobody has checked its name");
        app.exchange(app.code(person)).then().statusCode(200).body("expires_in", equalTo(30 * 24 * 60 * 60));
    }

    @ParameterizedTest
    @CsvSource({"response_type, token, unsupported_response_type", "prompt, none, login_required"})
    void sendsNobodyByThemselvesToAnAppThatNobodyHasChecked(String name, String value, String error) {
        // Given
        var registered = register("""
                {'client_name': 'Phi', 'redirect_uris': ['https://app.example/callback'], 'scope': 'inference',
                 'token_endpoint_auth_method': 'none'}""");
        var app = new App(registered.extract().path("client_id"), "", App.REDIRECT, new CodeVerifier());
        var parameters = app.request();
        parameters.put(name, value);
        // When
        var page = new Browser().get("/authorize?" + App.query(parameters));
        // Then
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(400);
        assertThat(page.header("location")).isNull();
        assertThat(page.asString())
                .contains("Phi", "nobody has checked whose it is", "https://app.example</a>", "error=" + error);
    }

    @Test
    void givesAConfidentialAppASecretOnce() {
        // When
        var registered = register("{'client_name': 'Delta', 'redirect_uris': ['https://app.example/callback']}");
        // Then
        registered
                .statusCode(201)
                .body("client_secret", notNullValue())
                .body("token_endpoint_auth_method", equalTo("client_secret_basic"))
                .body("client_secret_expires_at", equalTo(0));
        var extracted = registered.extract();
        var app =
                new App(extracted.path("client_id"), extracted.path("client_secret"), App.REDIRECT, new CodeVerifier());
        assertThat(app.exchange(app.code(AuthorizationIT.newPerson())).statusCode())
                .isEqualTo(200);
    }

    private static final String OMEGA = """
            {'client_name': 'Omega', 'redirect_uris': ['https://app.example/callback'], 'token_endpoint_auth_method': 'none',
             'scope': 'inference usage:read'}""";

    private static ValidatableResponse put(String id, String token, String metadata) {
        return given().header("authorization", "Bearer " + token)
                .contentType(ContentType.JSON)
                .body(metadata.replace('\'', '"'))
                .put("/register/{id}", id)
                .then();
    }

    private static ValidatableResponse get(String id, String token) {
        return given().header("authorization", "Bearer " + token)
                .get("/register/{id}", id)
                .then();
    }

    @Test
    void letsAnAppLookAtItsRegistrationAndChangeIt() throws SQLException {
        // Given
        var registered = register(OMEGA).statusCode(201).extract();
        String id = registered.path("client_id");
        String token = registered.path("registration_access_token");
        assertThat(registered.<String>path("registration_client_uri")).endsWith("/register/" + id);
        // Then
        get(id, token)
                .statusCode(200)
                .header("cache-control", "no-store")
                .body("client_id", equalTo(id))
                .body("client_name", equalTo("Omega"))
                .body("client_secret", nullValue())
                .body("redirect_uris", containsInAnyOrder("https://app.example/callback"));
        // When
        put(id, token, """
                {'client_id': '%s', 'client_name': 'Omega 2', 'redirect_uris': ['https://app.example/other'],
                 'token_endpoint_auth_method': 'none', 'scope': 'inference'}""".formatted(id))
                .statusCode(200)
                .body("client_name", equalTo("Omega 2"))
                .body("registration_access_token", equalTo(token));
        // Then
        get(id, token).body("redirect_uris", containsInAnyOrder("https://app.example/other"));
        assertThat(written("changed_app", id)).containsExactly("Omega 2 from 127.0.0.1");
        var app = new App(id, "", App.REDIRECT, new CodeVerifier());
        var person = AuthorizationIT.newPerson();
        assertThat(person.get("/authorize?" + App.query(app.request())).statusCode())
                .as("the address of before")
                .isEqualTo(400);
        var moved = new App(id, "", "https://app.example/other", new CodeVerifier());
        assertThat(person.get("/authorize?" + App.query(moved.request())).asString())
                .contains("Omega 2", "Nobody has checked its name");
    }

    /** RFC 7592, 2.2: what was read can be written. */
    @Test
    void takesTheRegistrationOfADeviceBackAsItWasTold() {
        // Given
        var registered = register("""
                {'client_name': 'Psi 👨\u200d💻', 'token_endpoint_auth_method': 'none',
                 'grant_types': ['urn:ietf:params:oauth:grant-type:device_code']}""").statusCode(201).extract();
        String id = registered.path("client_id");
        String token = registered.path("registration_access_token");
        // When
        var told = get(id, token)
                .body("grant_types", containsInAnyOrder("urn:ietf:params:oauth:grant-type:device_code"))
                .extract()
                .<Map<String, Object>>path("");
        told.keySet().removeAll(Set.of("registration_access_token", "registration_client_uri", "client_id_issued_at"));
        // Then
        given().header("authorization", "Bearer " + token)
                .contentType(ContentType.JSON)
                .body(told)
                .put("/register/{id}", id)
                .then()
                .statusCode(200)
                .body("client_name", equalTo("Psi 👨\u200d💻"));
    }

    @Test
    void letsAnAppRemoveItselfWithAllThatPeopleAllowedIt() throws java.text.ParseException, SQLException {
        // Given
        var registered = register(OMEGA).extract();
        String id = registered.path("client_id");
        String token = registered.path("registration_access_token");
        var app = new App(id, "", App.REDIRECT, new CodeVerifier());
        var jti = App.jti(app.token(AuthorizationIT.newPerson()));
        App.lookUp(jti).statusCode(200);
        // When
        given().header("authorization", "Bearer " + token)
                .delete("/register/{id}", id)
                .then()
                .statusCode(204);
        // Then
        App.lookUp(jti).statusCode(404);
        assertThat(written("app_gave_back", id)).singleElement().asString().endsWith(" from 127.0.0.1");
        assertThat(written("removed_app", id)).containsExactly(id + " from 127.0.0.1");
        get(id, token).statusCode(401);
        given().header("authorization", "Bearer " + token)
                .delete("/register/{id}", id)
                .then()
                .statusCode(401);
        assertThat(AuthorizationIT.newPerson()
                        .get("/authorize?" + App.query(app.request()))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void letsNobodyElseLookChangeOrRemove() {
        // Given
        var registered = register(OMEGA).extract();
        String id = registered.path("client_id");
        String another = register(OMEGA).extract().path("registration_access_token");
        var operators = App.registered();
        // Then
        for (var token : new String[] {another, "", "wrong", "local-service-token"}) {
            get(id, token).statusCode(401).header("www-authenticate", containsString("invalid_token"));
            put(id, token, OMEGA).statusCode(401);
            given().header("authorization", "Bearer " + token)
                    .delete("/register/{id}", id)
                    .then()
                    .statusCode(401);
            get(operators.id(), token).statusCode(401);
        }
        given().get("/register/{id}", id).then().statusCode(401);
        get("app-nobody", another).statusCode(401);
        get(id, registered.path("registration_access_token")).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'none'}|invalid_client_metadata",
                "{'client_id':'app-other','client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'none'}|invalid_client_metadata",
                "{'client_id':'ID','client_name':'x','redirect_uris':['http://app.example/cb'],'token_endpoint_auth_method':'none'}|invalid_redirect_uri",
                "{'client_id':'ID','client_name':'x','redirect_uris':['https://app.example/cb']}|invalid_client_metadata",
                "{'client_id':'ID','client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'none','scope':'keys:manage'}|invalid_client_metadata",
                "{'client_id':'ID','client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'none','client_secret':'mine'}|invalid_client_metadata",
                "{'client_id':'ID','client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'none','registration_access_token':'t'}|invalid_client_metadata",
                "[]|invalid_request",
            })
    void refusesAChangeToWhatAnAppMayNotBe(String metadata, String error) {
        var registered = register(OMEGA).extract();
        String id = registered.path("client_id");
        String token = registered.path("registration_access_token");
        put(id, token, metadata.replace("ID", id)).statusCode(400).body("error", equalTo(error));
        get(id, token).body("client_name", equalTo("Omega"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'client_name':'x','redirect_uris':['http://app.example/cb']}|invalid_redirect_uri",
                "{'client_name':'x','redirect_uris':['https://app.example/cb#f']}|invalid_redirect_uri",
                "{'client_name':'x'}|invalid_redirect_uri",
                "{'client_name':'x\\ny','redirect_uris':['https://app.example/cb']}|invalid_client_metadata",
                "{'client_name':'x\\u202Ey','redirect_uris':['https://app.example/cb']}|invalid_client_metadata",
                "{'client_name':'x\\u0000y','redirect_uris':['https://app.example/cb']}|invalid_client_metadata",
                "{'client_name':'x\\ud83d','redirect_uris':['https://app.example/cb']}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'private_key_jwt','jwks':{'keys':[]}}|invalid_client_metadata",
                "{'redirect_uris':['https://app.example/cb']}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'scope':'keys:manage'}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'scope':'all'}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'grant_types':['implicit']}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'client_secret_post'}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'private_key_jwt'}|invalid_client_metadata",
                "[]|invalid_request",
                "no json|invalid_request",
            })
    void refusesWhatAnAppMayNotBe(String metadata, String error) {
        register(metadata).statusCode(400).body("error", equalTo(error));
    }

    @Test
    void isOffUnlessSomebodyWantsIt() {
        var config = new SmallRyeConfigBuilder()
                .withMapping(RegistrationConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .build();
        assertThat(config.getConfigMapping(RegistrationConfig.class).enabled()).isFalse();
    }
}
