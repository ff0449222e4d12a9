package ru.xrouter.auth.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class InvitationIT {
    private static final Pattern ID = Pattern.compile("name=\"invitation\" value=\"([^\"]+)\"");

    @Inject
    DataSource database;

    private final String email = Team.email();

    @SuppressWarnings("NullAway.Init")
    private Team team;

    @BeforeEach
    void found() {
        team = new Team();
    }

    @Test
    void bringsSomebodyNewInWhoSignsUpOnTheWay() throws SQLException {
        // Given
        invite("developer");
        Browser.mailSaying(email, "/invitation?token=");
        var token = Browser.mailedToken(email);
        assertThat(row()).doesNotContain(token);
        var person = new Browser();
        var page = person.get("/invitation?token=" + token).asString();
        assertThat(page).contains("/sign-up?return_to=%2Finvitation%3Ftoken%3D" + token, email, "developer");
        // When
        person.post(
                "/sign-up",
                Map.of("email", email, "password", "correct horse battery", "return_to", "/invitation?token=" + token));
        var confirmed = person.confirm(Browser.mailedToken(email), "correct horse battery");
        assertThat(confirmed.header("location")).isEqualTo("/invitation?token=" + token);
        var accepted = person.post("/invitation", Map.of("token", token));
        // Then
        assertThat(accepted.header("location")).isEqualTo("/account");
        assertThat(person.get("/account").asString()).contains("Your accounts", "this one");
        assertThat(person.get("/account/members").asString()).contains(email);
        assertThat(person.post("/invitation", Map.of("token", token)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void opensForNobodyElse() {
        // Given
        invite("admin");
        var token = Browser.mailedToken(email);
        var other = Browser.newPerson();
        // Then
        assertThat(other.get("/invitation?token=" + token).asString()).contains("somebody else", email);
        assertThat(other.post("/invitation", Map.of("token", token)).statusCode())
                .isEqualTo(400);
        assertThat(other.get("/account").asString()).doesNotContain("Your accounts");
        assertThat(new Browser().get("/invitation?token=nonsense").statusCode()).isEqualTo(400);
        // It was not used up by that.
        assertThat(Browser.signedIn(email)
                        .post("/invitation", Map.of("token", token))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void worksNoMoreOnceItIsWithdrawnReplacedOrOld() throws SQLException {
        // Given
        var person = Browser.signedIn(email);
        invite("admin");
        var replaced = Browser.mailedToken(email);
        invite("developer");
        var withdrawn = Browser.mailedToken(email);
        // Then
        assertThat(person.post("/invitation", Map.of("token", replaced)).statusCode())
                .isEqualTo(400);
        var id = ID.matcher(team.owner.get("/account/members").asString());
        assertThat(id.find()).isTrue();
        assertThat(Browser.newPerson()
                        .post("/account/members/withdraw", Map.of("invitation", id.group(1)))
                        .statusCode())
                .isEqualTo(303);
        assertThat(person.get("/invitation?token=" + withdrawn).statusCode()).isEqualTo(200);
        team.owner.post("/account/members/withdraw", Map.of("invitation", id.group(1)));
        assertThat(person.post("/invitation", Map.of("token", withdrawn)).statusCode())
                .isEqualTo(400);
        invite("developer");
        Sql.change(database, "update invitation set expires_at = now() where email = ?", email);
        assertThat(person.post("/invitation", Map.of("token", Browser.mailedToken(email)))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void isNoJoiningOfWhoBelongsAlready() throws SQLException {
        // Given
        invite("developer");
        var first = Browser.mailedToken(email);
        var person = Browser.signedIn(email);
        person.post("/invitation", Map.of("token", first));
        invite("admin");
        // When
        var again = person.post("/invitation", Map.of("token", Browser.mailedToken(email)));
        // Then
        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(text("select string_agg(subject, ' ') from audit_event join person using (user_id)"
                        + " where email = ? and act = 'joined_account'"))
                .isEqualTo("developer");
    }

    @Test
    void endsWithTheRoleOfWhoSentIt() {
        // Given
        var adminsMail = Team.email();
        var admin = team.member("admin", adminsMail);
        admin.post("/account/members/invite", Map.of("email", email, "role", "admin"));
        var token = Browser.mailedToken(email);
        // When
        team.owner.post("/account/members/" + team.id(adminsMail) + "/remove", Map.of());
        // Then
        assertThat(Browser.signedIn(email)
                        .post("/invitation", Map.of("token", token))
                        .statusCode())
                .isEqualTo(400);
    }

    private void invite(String role) {
        var sent = team.owner.post("/account/members/invite", Map.of("email", email, "role", role));
        assertThat(sent.statusCode()).as(sent.asString()).isEqualTo(303);
    }

    private String row() throws SQLException {
        return text("select row_to_json(i)::text from invitation i where email = ?");
    }

    private String text(String sql) throws SQLException {
        return Sql.text(database, sql, email);
    }
}
