package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class DeviceGrantIT {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    @Inject
    DataSource database;

    private String client;

    @BeforeEach
    void register() {
        client = given().header("authorization", "Bearer local-service-token")
                .contentType(ContentType.JSON)
                .body("""
                        {"client_name": "Консоль", "scope": "inference openid", "grant_types": ["%s"]}""".formatted(GRANT))
                .post("/internal/oauth-clients")
                .then()
                .statusCode(201)
                .extract()
                .path("client_id");
    }

    private static Response start(String clientId, String scope) {
        return given().contentType("application/x-www-form-urlencoded")
                .formParams(Map.of("client_id", clientId, "scope", scope))
                .post("/device_authorization");
    }

    private ExtractableResponse<Response> started() {
        return start(client, "inference openid").then().statusCode(200).extract();
    }

    private static Response poll(String clientId, String deviceCode) {
        return given().contentType("application/x-www-form-urlencoded")
                .formParams(Map.of("grant_type", GRANT, "client_id", clientId, "device_code", deviceCode))
                .post("/token");
    }

    /** As if the device had waited. */
    private void waited() throws SQLException {
        execute("update device_authorization set polled_at = polled_at - interval '1 hour'");
    }

    private void execute(String sql) throws SQLException {
        Sql.change(database, sql);
    }

    private static Response decide(Browser person, String userCode, String decision) {
        var page = person.post("/device", Map.of("user_code", userCode));
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        return person.post(
                "/device/decision",
                Map.of(
                        "user_code",
                        userCode,
                        "user",
                        App.userOn(page.asString()),
                        "decision",
                        decision,
                        "cap",
                        "5",
                        "period",
                        "day"));
    }

    @Test
    void givesADeviceWhatThePersonAllowsElsewhere() throws SQLException {
        // Given
        var device = started();
        String deviceCode = device.path("device_code");
        String userCode = device.path("user_code");
        assertThat(userCode).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(device.<String>path("verification_uri")).isEqualTo(Browser.ORIGIN + "/device");
        assertThat(device.<String>path("verification_uri_complete"))
                .isEqualTo(Browser.ORIGIN + "/device?user_code=" + userCode);
        poll(client, deviceCode).then().statusCode(400).body("error", equalTo("authorization_pending"));
        var person = AuthorizationIT.newPerson();
        // When: typed in lower case and without the dash.
        var decided = decide(person, userCode.replace("-", "").toLowerCase(java.util.Locale.ROOT), "allow");
        // Then
        assertThat(decided.statusCode()).isEqualTo(200);
        waited();
        var token = poll(client, deviceCode).then();
        token.statusCode(200)
                .body("scope", notNullValue())
                .body("id_token", notNullValue())
                .body("access_token", notNullValue());
        given().header("authorization", "Bearer " + token.extract().path("access_token"))
                .get("/userinfo")
                .then()
                .statusCode(200);
        // The token is given once, and the code answered once.
        poll(client, deviceCode).then().statusCode(400).body("error", equalTo("invalid_grant"));
        assertThat(person.post("/device", Map.of("user_code", userCode)).statusCode())
                .isEqualTo(400);
        assertThat(person.get("/account").asString()).contains("Консоль");
    }

    @Test
    void makesADeviceThatAsksTooOftenWaitLonger() throws SQLException {
        // Given
        String code = started().path("device_code");
        poll(client, code).then().body("error", equalTo("authorization_pending"));
        // When
        poll(client, code).then().statusCode(400).body("error", equalTo("slow_down"));
        // Then: ten seconds now, not five.
        execute("update device_authorization set polled_at = polled_at - interval '7 seconds'");
        poll(client, code).then().body("error", equalTo("slow_down"));
        waited();
        poll(client, code).then().body("error", equalTo("authorization_pending"));
    }

    @Test
    void tellsADeviceThatItWasDeniedOrForgotten() throws SQLException {
        // Given
        var denied = started();
        var forgotten = started();
        // When
        decide(AuthorizationIT.newPerson(), denied.path("user_code"), "deny");
        // Then
        poll(client, denied.path("device_code")).then().statusCode(400).body("error", equalTo("access_denied"));
        execute("update device_authorization set expires_at = now() - interval '1 second'");
        poll(client, forgotten.path("device_code")).then().statusCode(400).body("error", equalTo("expired_token"));
        var late = AuthorizationIT.newPerson().post("/device", Map.of("user_code", forgotten.path("user_code")));
        assertThat(late.statusCode()).isEqualTo(400);
    }

    @Test
    void isForAppsThatWereRegisteredForIt() {
        // Given
        var app = App.registered();
        String code = started().path("device_code");
        // Then
        start(app.id(), "inference").then().statusCode(400).body("error", equalTo("unauthorized_client"));
        start(client, "keys:manage").then().statusCode(400).body("error", equalTo("invalid_scope"));
        start("app-unknown", "inference").then().statusCode(401).body("error", equalTo("invalid_client"));
        poll(app.id(), code).then().statusCode(400).body("error", equalTo("invalid_grant"));
        poll(client, "nonsense").then().statusCode(400).body("error", equalTo("invalid_grant"));
    }

    @Test
    void warnsThePersonAndGivesNothingForALink() {
        // Given
        String code = started().path("user_code");
        var stranger = new Browser();
        // Then
        var signIn = stranger.get("/device?user_code=" + code);
        assertThat(signIn.header("location")).startsWith("/sign-in?return_to=").contains("%2Fdevice");
        var person = AuthorizationIT.newPerson();
        var page = person.get("/device?user_code=" + code);
        assertThat(page.asString()).contains(code).contains("Never type a code").doesNotContain("value=\"allow\"");
        assertThat(person.post("/device", Map.of("user_code", code)).asString())
                .contains("Консоль")
                .contains(code)
                .contains("they want your account");
    }

    @Test
    void takesNoDecisionForAnotherPerson() {
        // Given
        String code = started().path("user_code");
        var person = AuthorizationIT.newPerson();
        var form = Map.of("user_code", code, "user", "user-of-another-tab", "decision", "allow");
        // Then
        assertThat(person.post("/device/decision", form).header("location")).startsWith("/sign-in");
    }

    @Test
    void letsNobodyGuessCodes() {
        // Given
        var person = AuthorizationIT.newPerson();
        for (var i = 0; i < 10; i++) {
            assertThat(person.post("/device", Map.of("user_code", "BBBB-BBBB")).statusCode())
                    .isEqualTo(400);
        }
        // When
        var guess = person.post("/device", Map.of("user_code", started().<String>path("user_code")));
        // Then
        assertThat(guess.statusCode()).isEqualTo(429);
    }
}
