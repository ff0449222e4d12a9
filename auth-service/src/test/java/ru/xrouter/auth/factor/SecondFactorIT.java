package ru.xrouter.auth.factor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.apikey.Operator;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.auth.secret.Peppers;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class SecondFactorIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String PATH = "/account/security/second-factor";
    private static final Pattern SECRET = Pattern.compile("<code>([A-Z2-7 ]{39})</code>");
    private static final Pattern RECOVERY = Pattern.compile("<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>");

    @Inject
    DataSource database;

    private String email = "f" + UUID.randomUUID() + "@example.org";

    @SuppressWarnings("NullAway.Init")
    private Browser person;

    @SuppressWarnings("NullAway.Init")
    private String secret;

    @BeforeEach
    void signIn() {
        person = Browser.signedIn(email);
    }

    @Test
    void asksForACodeAtSignInAndOpensAnotherSessionThen() throws SQLException {
        // Given
        var before = person.session();
        var thiefBefore = new Browser();
        thiefBefore.signIn(email, PASSWORD);
        assertThat(thiefBefore.get("/account").statusCode()).isEqualTo(200);
        var codes = turnOn();
        assertThat(thiefBefore.get("/account").statusCode()).isEqualTo(303);
        assertThat(person.session()).isNotEqualTo(before);
        assertThat(codes).hasSize(10);
        assertThat(new Browser().get("/account").statusCode()).isEqualTo(303);
        assertThat(text("select row_to_json(f)::text from second_factor f join person using (user_id) where email = ?"))
                .doesNotContain(secret);
        // When
        var browser = new Browser();
        var asked = browser.post(
                "/sign-in", Map.of("email", email, "password", PASSWORD, "return_to", "/authorize?client_id=1"));
        var waiting = browser.session();
        // Then
        assertThat(asked.header("location")).isEqualTo("/sign-in/code?return_to=%2Fauthorize%3Fclient_id%3D1");
        assertThat(browser.get(asked.header("location")).asString()).contains("/authorize?client_id=1");
        assertThat(browser.get("/account").header("location")).isEqualTo("/sign-in");
        assertThat(browser.post("/account/security/second-factor/remove", Map.of("code", codes.getFirst()))
                        .header("location"))
                .isEqualTo("/sign-in");
        var right = browser.post("/sign-in/code", Map.of("code", nextCode(), "return_to", "/authorize?client_id=1"));
        assertThat(right.statusCode()).isEqualTo(303);
        assertThat(right.header("location")).isEqualTo("/authorize?client_id=1");
        assertThat(browser.session()).isNotEqualTo(waiting);
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        // The session that waited opens nothing afterwards.
        var thief = new Browser();
        thief.session(waiting);
        assertThat(thief.get("/account").statusCode()).isEqualTo(303);
        assertThat(thief.get("/sign-in/code").header("location")).isEqualTo("/sign-in");
    }

    @Test
    void takesEachCodeOnce() throws SQLException {
        // Given
        var codes = turnOn();
        var code = nextCode();
        // Then
        assertThat(signInWith(code).statusCode()).isEqualTo(303);
        assertThat(signInWith(code).statusCode()).isEqualTo(401);
        assertThat(signInWith(codes.getFirst().toLowerCase(java.util.Locale.ROOT))
                        .statusCode())
                .isEqualTo(303);
        assertThat(signInWith(codes.getFirst()).statusCode()).isEqualTo(401);
        assertThat(signInWith(codes.getLast()).statusCode()).isEqualTo(303);
        assertThat(person.get("/account/security").asString())
                .contains("Recovery codes left: 8", "used a recovery code", "gave a wrong second factor");
    }

    @Test
    void looksAtNoCodeAfterTooManyWrongOnesFromWhereverButTakesRecoveryCodes() throws SQLException {
        // Given
        var codes = turnOn();
        for (int i = 0; i < SecondFactors.WRONG_CODES; i++) {
            assertThat(signInWith("000000").statusCode()).isEqualTo(401);
        }
        // Then
        assertThat(signInWith(nextCode()).statusCode()).isEqualTo(429);
        assertThat(signInWith(codes.getFirst()).statusCode()).isEqualTo(303);
        update("update second_factor f set failed_since = failed_since - interval '16 minutes' from person p"
                + " where p.user_id = f.user_id and p.email = ?");
        assertThat(signInWith(nextCode()).statusCode()).isEqualTo(303);
    }

    @Test
    void isSetUpOnlyByWhoKnowsThePasswordAndShowsACode() {
        assertThat(person.post(PATH, Map.of("current", "not the password")).statusCode())
                .isEqualTo(403);
        var setup = person.post(PATH, Map.of("current", PASSWORD));
        assertThat(setup.asString()).contains("<svg").doesNotContain("<img", "data:");
        var wrong = person.post(PATH + "/confirm", Map.of("code", "000000"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(secret(wrong)).isEqualTo(secret(setup));
        assertThat(new Browser().signIn(email, PASSWORD).header("location")).isEqualTo("/account");
    }

    @Test
    void isNotSetUpLongAfterThePasswordWasShown() throws SQLException {
        // Given
        secret = secret(person.post(PATH, Map.of("current", PASSWORD)));
        update("update second_factor f set created_at = f.created_at - interval '11 minutes' from person p"
                + " where p.user_id = f.user_id and p.email = ?");
        // Then
        for (var code : List.of("000000", nextCode())) {
            var answer = person.post(PATH + "/confirm", Map.of("code", code));
            assertThat(answer.header("location")).isEqualTo("/account/security");
            assertThat(answer.asString()).doesNotContain(secret);
        }
        assertThat(new Browser().signIn(email, PASSWORD).header("location")).isEqualTo("/account");
        assertThat(secret(person.post(PATH, Map.of("current", PASSWORD)))).isNotEqualTo(secret);
    }

    @Test
    void isRemovedOnlyWithACodeAndReplacedByNobody() throws SQLException {
        // Given
        var codes = turnOn();
        // Then
        assertThat(person.post(PATH + "/remove", Map.of("code", "000000")).statusCode())
                .isEqualTo(403);
        assertThat(person.post(PATH + "/remove", Map.of("code", "AAAA-BBBB-CCCC-DDDD"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(person.get("/account/security").asString().split("gave a wrong second factor", -1))
                .hasSize(3);
        assertThat(person.post(PATH, Map.of("current", PASSWORD)).header("location"))
                .isEqualTo("/account/security");
        assertThat(person.post(PATH + "/confirm", Map.of("code", "000000")).header("location"))
                .isEqualTo("/account/security");
        var fresh = recoveryCodes(person.post(PATH + "/recovery-codes", Map.of("code", codes.getFirst())));
        assertThat(fresh).hasSize(10).doesNotContainAnyElementsOf(codes);
        assertThat(person.post(PATH + "/remove", Map.of("code", codes.getLast()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(person.post(PATH + "/remove", Map.of("code", fresh.getLast()))
                        .statusCode())
                .isEqualTo(303);
        assertThat(new Browser().signIn(email, PASSWORD).header("location")).isEqualTo("/account");
    }

    @Test
    void isAskedForAfterAPasswordResetToo() throws SQLException {
        // Given
        turnOn();
        person.post("/forgot", Map.of("email", email));
        // When
        person.post("/reset", Map.of("token", Browser.mailedToken(email), "password", "an entirely new one"));
        // Then
        assertThat(new Browser().signIn(email, "an entirely new one").header("location"))
                .startsWith("/sign-in/code");
    }

    @Test
    void letsOperatorsLookIntoAccountsAndNothingElse() throws SQLException {
        // Given
        var account = Operator.newAccount();
        person.post("/account/keys", Map.of("name", "k", "scopes", "inference"));
        assertThat(person.get("/account/audit?account=" + account).statusCode()).isEqualTo(403);
        turnOn();
        assertThat(person.get("/account/audit?account=" + account).statusCode()).isEqualTo(403);
        email = "operator@example.org";
        person = Browser.signedIn(email);
        assertThat(person.get("/account/audit?account=" + account).statusCode()).isEqualTo(403);
        // When
        turnOn();
        // Then
        assertThat(person.get("/account/audit?account=" + account).asString()).contains(account);
        assertThat(person.get("/account/members?account=" + account).statusCode())
                .isEqualTo(200);
        assertThat(person.post("/account/switch", Map.of("account", account)).statusCode())
                .isEqualTo(303);
        assertThat(person.get("/account/keys").asString()).contains("No keys yet.");
    }

    @Test
    void movesToTheCurrentEnvelopeKey() throws SQLException {
        // Given
        turnOn();
        var name = "second factor of " + text("select user_id from person where email = ?");
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(
                        "update second_factor set secret_encrypted = ? where user_id = (select user_id from person where email = ?)")) {
            statement.setBytes(1, Peppers.old().seal(name, secret));
            statement.setString(2, email);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
        // When
        reseal().body("resealed.second_factors", equalTo(1));
        // Then
        reseal().body("resealed.second_factors", equalTo(0)).body("resealed.signing_keys", equalTo(0));
        var kept = text("select encode(secret_encrypted, 'hex') from second_factor join person using (user_id)"
                + " where email = ?");
        assertThat(Peppers.current().open(name, HexFormat.of().parseHex(kept))).contains(secret);
        assertThat(signInWith(nextCode()).statusCode()).isEqualTo(303);
    }

    private static ValidatableResponse reseal() {
        return given().header("authorization", "Bearer local-service-token")
                .post("/internal/envelope/reseal")
                .then()
                .statusCode(200);
    }

    private List<String> turnOn() throws SQLException {
        secret = secret(person.post(PATH, Map.of("current", PASSWORD)));
        var confirmed = person.post(PATH + "/confirm", Map.of("code", code()));
        assertThat(confirmed.statusCode()).as(confirmed.asString()).isEqualTo(200);
        return recoveryCodes(confirmed);
    }

    /** A code that was not taken yet, as if half a minute had gone by. */
    private String nextCode() throws SQLException {
        update("update second_factor f set last_step = 0 from person p where p.user_id = f.user_id and p.email = ?");
        return code();
    }

    private String code() {
        return Totp.code(secret, System.currentTimeMillis() / 30_000);
    }

    private Response signInWith(String code) {
        var browser = new Browser();
        assertThat(browser.signIn(email, PASSWORD).header("location")).startsWith("/sign-in/code");
        return browser.post("/sign-in/code", Map.of("code", code));
    }

    private static String secret(Response page) {
        var secret = SECRET.matcher(page.asString());
        assertThat(secret.find()).as(page.asString()).isTrue();
        return secret.group(1).replace(" ", "");
    }

    private static List<String> recoveryCodes(Response page) {
        return RECOVERY.matcher(page.asString())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private String text(String sql) throws SQLException {
        return Sql.text(database, sql, email);
    }

    private void update(String sql) throws SQLException {
        Sql.change(database, sql, email);
    }
}
