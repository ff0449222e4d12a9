package ru.xrouter.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.auth.apikey.Operator;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

/** Who has lost the second factor and the recovery codes gets in again with an operator's help, and nobody else helps. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class LostFactorIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String OPERATOR = "operator-of-lost-factors@example.org";
    private static final String FACTOR = "/account/security/second-factor";
    private static final String PAGE = "/account/operator/second-factor";
    private static final Pattern SECRET = Pattern.compile("<code>([A-Z2-7 ]{39})</code>");

    @Inject
    DataSource database;

    private final String email = "l" + UUID.randomUUID() + "@example.org";

    @Test
    void isTakenAwayByAnOperatorWhoShowsACodeAndSaysWhy() throws SQLException {
        // Given
        var person = Browser.signedIn(email);
        turnOn(person);
        insertPasskey();
        var waiting = new Browser();
        assertThat(waiting.signIn(email, PASSWORD).header("location")).startsWith("/sign-in/code");
        var operator = signedInOperator();
        // Then: nothing without a right code, a reason or a person who has a factor.
        assertThat(reset(operator, email, "passport seen", "000000").statusCode())
                .isEqualTo(403);
        assertThat(reset(operator, email, " ", code(OPERATOR)).statusCode()).isEqualTo(400);
        assertThat(reset(operator, "nobody@example.org", "passport seen", code(OPERATOR))
                        .statusCode())
                .isEqualTo(404);
        assertThat(reset(operator, OPERATOR, "my own", code(OPERATOR)).statusCode())
                .isEqualTo(400);
        assertThat(person.get("/account").statusCode()).isEqualTo(200);
        // When
        var done = reset(operator, email, "passport seen", code(OPERATOR));
        // Then
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
        assertThat(done.asString()).contains("The second factor was taken from " + email);
        assertThat(person.get("/account").statusCode()).isEqualTo(303);
        assertThat(waiting.get("/sign-in/code").header("location")).isEqualTo("/sign-in");
        var again = new Browser();
        assertThat(again.signIn(email, PASSWORD).header("location")).isEqualTo("/account");
        assertThat(again.get("/account/security").asString())
                .contains("an operator took the second factor and the passkeys away", "an operator of XRouter")
                .doesNotContain("passport seen");
        assertThat(Browser.mailSaying(email, "an operator took the second factor and the passkeys away"))
                .contains("By: an operator of XRouter")
                .doesNotContain("token=", PASSWORD, "passport seen", "127.0.0.1", OPERATOR);
        assertThat(reset("via")).isEqualTo("operator " + OPERATOR);
        assertThat(reset("subject")).isEqualTo("passport seen (passkeys removed: 1)");
        assertThat(again.get("/account/security/passkeys").asString()).contains("There is no passkey yet");
    }

    @Test
    void keepsTheOperatorsNoteAndAddressOutOfTheOwnersAuditLog() throws SQLException {
        // Given
        var owner = Browser.signedIn(email);
        turnOn(owner);
        var operator = signedInOperator();
        assertThat(reset(operator, email, "passport seen", code(OPERATOR)).statusCode())
                .isEqualTo(200);
        var account = account();
        // When
        var again = new Browser();
        again.signIn(email, PASSWORD);
        // Then
        assertThat(again.get("/account/audit").asString())
                .contains("an operator took the second factor and the passkeys away", "an operator of XRouter")
                .doesNotContain("passport seen", OPERATOR);
        assertThat(operator.get("/account/audit?account=" + account).asString())
                .contains("passport seen", "operator " + OPERATOR);
    }

    private String account() throws SQLException {
        return Sql.text(database, "select account_id from member join person using (user_id) where email = ?", email);
    }

    @ParameterizedTest
    @CsvSource({"owner", "admin", "developer", "billing"})
    void isTakenAwayByNoMember(String role) {
        // Given
        Browser.signedIn(email);
        var owner = Browser.newPerson();
        var member = role.equals("owner") ? owner : invited(owner, role);
        // Then
        assertThat(member.get(PAGE).statusCode()).isEqualTo(403);
        assertThat(reset(member, email, "because", "000000").statusCode()).isEqualTo(403);
    }

    @Test
    void isTakenAwayByNoOperatorWithoutASecondFactor() {
        // Given
        var operator = Browser.signedIn("operator-without-a-factor@example.org");
        // Then
        assertThat(operator.get(PAGE).statusCode()).isEqualTo(403);
        assertThat(reset(operator, email, "because", "000000").statusCode()).isEqualTo(403);
    }

    @Test
    void isTakenAwayByAProgramOfTheOperators() throws SQLException {
        // Given
        var person = Browser.signedIn(email);
        turnOn(person);
        var wish = "{\"email\": \"%s\", \"reason\": \"the last operator lost theirs\"}".formatted(email);
        var path = "/internal/second-factor-resets";
        // Then
        RestAssured.given()
                .contentType("application/json")
                .body(wish)
                .post(path)
                .then()
                .statusCode(401);
        Operator.call()
                .body("{\"email\": \"%s\"}".formatted(email))
                .post(path)
                .then()
                .statusCode(400)
                .body("error.param", equalTo("reason"));
        Operator.call()
                .body(wish.replace(email, "no mail"))
                .post(path)
                .then()
                .statusCode(400)
                .body("error.param", equalTo("email"));
        Operator.call().body(wish).post(path).then().statusCode(204);
        Operator.call().body(wish).post(path).then().statusCode(404);
        assertThat(new Browser().signIn(email, PASSWORD).header("location")).isEqualTo("/account");
        assertThat(person.get("/account").statusCode()).isEqualTo(303);
        assertThat(reset("via")).isEqualTo("operator");
    }

    private static Response reset(Browser by, String email, String reason, String code) {
        return by.post(PAGE, Map.of("email", email, "reason", reason, "code", code));
    }

    private Browser invited(Browser owner, String role) {
        var member = "m" + UUID.randomUUID() + "@example.org";
        var browser = Browser.signedIn(member);
        owner.post("/account/members/invite", Map.of("email", member, "role", role));
        browser.post("/invitation", Map.of("token", Browser.mailedToken(member)));
        return browser;
    }

    /** The same person for all tests, with another factor each time. */
    private Browser signedInOperator() throws SQLException {
        var operator = new Browser();
        if (operator.signIn(OPERATOR, PASSWORD).statusCode() != 303) {
            operator = Browser.signedIn(OPERATOR);
        }
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(
                        "delete from second_factor using person p where p.user_id = second_factor.user_id and p.email = ?")) {
            delete.setString(1, OPERATOR);
            delete.executeUpdate();
        }
        operator.signIn(OPERATOR, PASSWORD);
        turnOn(operator);
        return operator;
    }

    private String secret = "";

    private void turnOn(Browser person) {
        var page = person.post(FACTOR, Map.of("current", PASSWORD)).asString();
        var found = SECRET.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        secret = found.group(1).replace(" ", "");
        var confirmed = person.post(FACTOR + "/confirm", Map.of("code", Totp.code(secret, step())));
        assertThat(confirmed.statusCode()).isEqualTo(200);
    }

    /** A code that was not taken yet, as if half a minute had gone by. */
    private String code(String whose) throws SQLException {
        Sql.change(
                database,
                "update second_factor f set last_step = 0 from person p where p.user_id = f.user_id and p.email = ?",
                whose);
        return Totp.code(secret, step());
    }

    private static long step() {
        return System.currentTimeMillis() / 30_000;
    }

    private void insertPasskey() throws SQLException {
        Sql.change(database, """
                insert into passkey
                    (passkey_id, credential_id, user_id, name, credential, sign_count, shared, created_at)
                select 'pky-' || user_id, user_id::bytea, user_id, 'phone', 'x', 0, false, now()
                from person
                where email = ?
                """, email);
    }

    private String reset(String column) throws SQLException {
        return Sql.text(database, """
                select %s
                from audit_event join person p using (user_id)
                where p.email = ? and act = 'reset_second_factor'
                """.formatted(column), email);
    }
}
