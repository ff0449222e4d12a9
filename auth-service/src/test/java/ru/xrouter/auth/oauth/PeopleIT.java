package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class PeopleIT {
    private static final String PASSWORD = "correct horse battery";

    @Inject
    DataSource database;

    private final String email = "P" + UUID.randomUUID() + "@Example.org";
    private final String kept = email.toLowerCase(java.util.Locale.ROOT);

    @Test
    void signsUpConfirmsAndSignsIn() throws SQLException {
        // Given
        var browser = new Browser();
        assertThat(browser.signUp(email, PASSWORD).statusCode()).isEqualTo(200);
        assertThat(browser.signIn(email, PASSWORD).statusCode()).isEqualTo(401);
        var token = Browser.mailedToken(kept);
        assertThat(browser.get("/confirm?token=" + token).statusCode()).isEqualTo(200);
        // When
        var confirmed = browser.confirm(token, PASSWORD);
        // Then
        assertThat(confirmed.header("location")).isEqualTo("/account");
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        assertThat(browser.confirm(token, PASSWORD).statusCode()).isEqualTo(400);
        var signedIn = browser.signIn(kept, PASSWORD);
        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(signedIn.getDetailedCookie("xrouter-session").isHttpOnly()).isTrue();
        assertThat(signedIn.getDetailedCookie("xrouter-session").getSameSite()).isEqualTo("Lax");
        assertThat(browser.get("/account/security").asString()).contains(kept).contains("confirmed the e-mail");
        var row = text("select row_to_json(p)::text from person p where email = ?", kept);
        assertThat(row).contains("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(PASSWORD);
        assertThat(text("select row_to_json(s)::text from session s join person using (user_id) where email = ?", kept))
                .doesNotContain(browser.session());
    }

    @Test
    void letsNobodyInWithAPasswordThatAStrangerChose() {
        // Given strangers who sign up with somebody's e-mail before and after them
        var strangers = "the password of a stranger";
        new Browser().signUp(kept, strangers);
        var before = Browser.mailedToken(kept);
        var browser = new Browser();
        browser.signUp(kept, PASSWORD);
        var own = Browser.mailedToken(kept);
        new Browser().signUp(kept, strangers);
        var after = Browser.mailedToken(kept);
        // When
        for (var link : new String[] {before, after}) {
            assertThat(browser.confirm(link, PASSWORD).statusCode()).isEqualTo(401);
        }
        assertThat(browser.confirm(own, strangers).statusCode()).isEqualTo(401);
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        assertThat(browser.confirm(own, PASSWORD).statusCode()).isEqualTo(303);
        // Then
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        assertThat(new Browser().confirm(after, strangers).statusCode()).isEqualTo(400);
        assertThat(new Browser().signIn(kept, strangers).statusCode()).isEqualTo(401);
        assertThat(new Browser().signIn(kept, PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void tellsAStrangerNothingAboutWhoHasAnAccount() {
        // Given
        Browser.signedIn(kept);
        var stranger = new Browser();
        // When
        var known = stranger.signUp(kept, "another password");
        var unknown = stranger.signUp("new" + kept, "another password");
        var wrong = stranger.signIn(kept, "wrong password");
        var nobody = stranger.signIn("nobody" + kept, "wrong password");
        // Then
        assertThat(known.statusCode()).isEqualTo(unknown.statusCode());
        assertThat(known.asString()).isEqualTo(unknown.asString());
        assertThat(Browser.mailSaying(kept, "already")).doesNotContain("token=");
        assertThat(wrong.statusCode()).isEqualTo(nobody.statusCode());
        assertThat(wrong.asString().replace(kept, ""))
                .isEqualTo(nobody.asString().replace("nobody" + kept, ""));
        assertThat(stranger.post("/forgot", Map.of("email", kept)).asString())
                .isEqualTo(stranger.post("/forgot", Map.of("email", "nobody" + kept))
                        .asString());
        // The password of the one who had the account first is still theirs.
        assertThat(new Browser().signIn(kept, PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void opensAnotherSessionWithEverySignIn() {
        // Given
        var browser = Browser.signedIn(kept);
        var first = browser.session();
        browser.session("a-session-that-an-attacker-knows");
        // When
        browser.signIn(kept, PASSWORD);
        // Then
        assertThat(browser.session()).isNotEqualTo(first).isNotEqualTo("a-session-that-an-attacker-knows");
        var attacker = new Browser();
        attacker.session("a-session-that-an-attacker-knows");
        assertThat(attacker.get("/account").statusCode()).isEqualTo(303);
    }

    @Test
    void endsTheSessionThatTheBrowserHadWithEverySignIn() {
        // Given
        var email = "r" + UUID.randomUUID() + "@example.org";
        var browser = Browser.signedIn(email);
        var before = browser.copy();
        var elsewhere = new Browser();
        elsewhere.signIn(email, "correct horse battery");
        // When
        browser.signIn(email, "correct horse battery");
        // Then
        assertThat(before.get("/account").header("location")).isEqualTo("/sign-in");
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        assertThat(elsewhere.get("/account").statusCode()).isEqualTo(200);
    }

    @Test
    void endsASession() {
        // Given
        var browser = Browser.signedIn(kept);
        var other = new Browser();
        other.signIn(kept, PASSWORD);
        // When
        browser.post("/account/security/end-session", Map.of());
        // Then
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        assertThat(other.get("/account").statusCode()).isEqualTo(200);
    }

    @Test
    void setsANewPasswordAndEndsAllSessions() {
        // Given
        var browser = Browser.signedIn(kept);
        browser.post("/forgot", Map.of("email", kept));
        var token = Browser.mailedToken(kept);
        // When
        var tooShort = browser.post("/reset", Map.of("token", token, "password", "short"));
        var saved = browser.post("/reset", Map.of("token", token, "password", "an entirely new one"));
        // Then
        assertThat(tooShort.statusCode()).isEqualTo(400);
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(new Browser().signIn(kept, PASSWORD).statusCode()).isEqualTo(401);
        assertThat(new Browser().signIn(kept, "an entirely new one").statusCode())
                .isEqualTo(303);
        var again = browser.post("/reset", Map.of("token", token, "password", "and yet another"));
        assertThat(again.statusCode()).isEqualTo(400);
    }

    @Test
    void endsLinksToANewPasswordWithEachNewPassword() {
        // Given
        var browser = Browser.signedIn(kept);
        browser.post("/forgot", Map.of("email", kept));
        var link = Browser.mailedToken(kept);
        // When
        browser.post("/account/security/password", Map.of("current", PASSWORD, "password", "an entirely new one"));
        // Then
        assertThat(new Browser().signIn(kept, "an entirely new one").statusCode())
                .isEqualTo(303);
        var late = new Browser().post("/reset", Map.of("token", link, "password", "and yet another"));
        assertThat(late.statusCode()).isEqualTo(400);
    }

    @Test
    void changesThePasswordOfWhoKnowsItAndEndsTheOtherSessions() {
        // Given
        var browser = Browser.signedIn(kept);
        var other = new Browser();
        other.signIn(kept, PASSWORD);
        var before = browser.session();
        // When
        var wrong = browser.post(
                "/account/security/password", Map.of("current", "not the password", "password", "an entirely new one"));
        var right = browser.post(
                "/account/security/password", Map.of("current", PASSWORD, "password", "an entirely new one"));
        // Then
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(right.statusCode()).isEqualTo(303);
        assertThat(browser.session()).isNotEqualTo(before);
        assertThat(browser.get("/account/security").asString()).contains("changed the password");
        assertThat(other.get("/account").statusCode()).isEqualTo(303);
        assertThat(new Browser().signIn(kept, PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void slowsDownWhoGuesses() {
        // Given
        Browser.signedIn(kept);
        var guesser = new Browser();
        for (int i = 0; i < 10; i++) {
            assertThat(guesser.signIn(kept, "guess number " + i).statusCode()).isEqualTo(401);
        }
        // Then
        assertThat(guesser.signIn(kept, PASSWORD).statusCode()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example/, /account",
        "//evil.example/authorize?, /account",
        "/authorize?client_id=1, /authorize?client_id=1",
        "/internal/accounts, /account",
        "javascript:alert(1), /account",
    })
    void leadsNowhereElseAfterSigningIn(String returnTo, String location) {
        // Given
        Browser.signedIn(kept);
        // When
        var answer = new Browser().post("/sign-in", Map.of("email", kept, "password", PASSWORD, "return_to", returnTo));
        // Then
        assertThat(answer.header("location")).endsWith(location).doesNotContain("evil");
    }

    @Test
    void looksAtNoMoreGuessesAtOnceThanOneAfterTheOther() throws Exception {
        // Given
        Browser.signedIn(kept);
        // When
        try (var guessers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 40)
                    .mapToObj(n -> guessers.submit(() ->
                            new Browser().signIn(kept, "guess number " + n).statusCode()))
                    .toList();
            // Then
            var looked = 0;
            for (var answer : answers) {
                looked += answer.get() == 401 ? 1 : 0;
            }
            assertThat(looked).isEqualTo(10);
        }
    }

    @Test
    void takesNoControlCharacters() {
        // Given
        Browser.signedIn(kept);
        // When
        var form = Map.of("email", kept, "password", PASSWORD, "return_to", "/authorize?a\0b");
        var answer = new Browser().post("/sign-in", form);
        // Then
        assertThat(answer.header("location")).endsWith("/account");
        assertThat(new Browser().signUp("a\0@b.example", PASSWORD).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "not-an-address, a good password",
        "a@b.example, short",
        "'a@b.example\nBcc: c@d.example', a good password",
        "'', a good password",
    })
    void refusesWhatIsNoAddressOrPassword(String address, String password) {
        assertThat(new Browser().signUp(address, password).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "ru, ru, Вход",
        "'ru-RU,ru;q=0.9,en;q=0.8', ru, Вход",
        "en, en, Sign in",
        "de, en, Sign in",
        "'de,ru;q=0.5', ru, Вход"
    })
    void speaksTheReadersLanguage(String accepted, String language, String title) {
        var page = given().header("accept-language", accepted).get("/sign-in");
        assertThat(page.header("content-language")).isEqualTo(language);
        assertThat(page.asString()).contains("lang=\"" + language + "\"").contains(title);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/sign-up", "/forgot", "/confirm?token=x", "/reset?token=x"})
    void runsNoScriptAndCannotBeFramed(String path) {
        var page = given().get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.header("content-security-policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("unsafe", "script-src");
        assertThat(page.header("cache-control")).isEqualTo("no-store");
        assertThat(page.asString()).doesNotContain("<script", "style=", "onclick");
    }

    @Test
    void escapesWhatPeopleWrite() {
        var page = given().get("/reset?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
                .asString();
        assertThat(page).doesNotContain("<script");
    }

    @Test
    void addsToTheAuditLogAndNothingElse() {
        Browser.signedIn(kept);
        assertThatThrownBy(() -> execute("update audit_event set act = 'nothing'"))
                .hasMessageContaining("only ever added");
        assertThatThrownBy(() -> execute("delete from audit_event")).hasMessageContaining("only ever added");
        assertThatThrownBy(() -> execute("truncate audit_event")).hasMessageContaining("only ever added");
    }

    private String text(String sql, String parameter) throws SQLException {
        return Sql.text(database, sql, parameter);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
