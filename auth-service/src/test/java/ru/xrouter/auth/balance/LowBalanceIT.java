package ru.xrouter.auth.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.auth.apikey.Operator;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class LowBalanceIT {
    private static final String PATH = "/internal/accounts/{id}/low-balance";
    private static final String LOW = "{\"balance\": 90.129999, \"below\": 100}";

    @Inject
    DataSource database;

    @Test
    void mailsOwnersAndBillingViewersEachInTheirLanguage() throws SQLException {
        // Given
        var owner = email();
        var ownersBrowser = Browser.signedIn(owner).reading("ru");
        var viewer = join(ownersBrowser, "billing");
        var developer = join(ownersBrowser, "developer");
        var admin = join(ownersBrowser, "admin");
        var stranger = email();
        Browser.signedIn(stranger);
        // When
        tell(accountOf(owner), LOW).statusCode(200).body("mailed", equalTo(2));
        // Then
        assertThat(Browser.mailSaying(owner, "заканчиваются деньги"))
                .contains("Subject: XRouter: заканчиваются деньги аккаунта " + owner)
                .contains("осталось 90,12 ₽, меньше 100,00 ₽")
                .contains("http://localhost:8081/account");
        assertThat(Browser.mailSaying(viewer, "running low"))
                .contains("Subject: XRouter: the account " + owner + " is running low")
                .contains("90.12 roubles left, less than 100.00");
        for (var other : new String[] {developer, admin, stranger}) {
            assertThat(Browser.mails(other)).noneMatch(mail -> mail.contains("running low"));
        }
    }

    @Test
    void mailsNobodyWhoIsNotKnownToHaveTheirAddress() throws SQLException {
        // Given
        var owner = email();
        Browser.signedIn(owner);
        var account = accountOf(owner);
        run("update person set confirmed_at = null where email = ?", owner);
        // Then
        tell(account, LOW).statusCode(200).body("mailed", equalTo(0));
    }

    @Test
    void mailsNobodyOfAClosedAccount() throws SQLException {
        // Given
        var owner = email();
        Browser.signedIn(owner);
        var account = accountOf(owner);
        run("update account set closed_at = now() where account_id = ?", account);
        // Then
        tell(account, LOW).statusCode(404);
    }

    @Test
    void isForOurServicesAlone() {
        RestAssured.given()
                .contentType(ContentType.JSON)
                .body(LOW)
                .post(PATH, "acct-1")
                .then()
                .statusCode(401);
        tell("acct-unknown", LOW).statusCode(404);
        tell(Operator.newAccount(), LOW).statusCode(200).body("mailed", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"below\": 100}   | balance",
                "{\"balance\": 1}   | below",
            })
    void namesWhatIsMissing(String body, String param) {
        tell("acct-1", body).statusCode(400).body("error.param", equalTo(param));
    }

    private static ValidatableResponse tell(String account, String body) {
        return Operator.call().body(body).post(PATH, account).then();
    }

    private static String join(Browser owner, String role) {
        var email = email();
        var member = Browser.signedIn(email);
        owner.post("/account/members/invite", Map.of("email", email, "role", role));
        var accepted = member.post("/invitation", Map.of("token", Browser.mailedToken(email)));
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(303);
        return email;
    }

    private static String email() {
        return "b" + UUID.randomUUID() + "@example.org";
    }

    private String accountOf(String owner) throws SQLException {
        return Sql.text(database, "select account_id from member join person using (user_id) where email = ?", owner);
    }

    private void run(String sql, String parameter) throws SQLException {
        Sql.change(database, sql, parameter);
    }
}
