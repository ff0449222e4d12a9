package ru.xrouter.auth.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(FakeProvider.class)
class OutsideSignInIT {
    @Inject
    DataSource database;

    private final String email = "o" + UUID.randomUUID() + "@example.org";
    private final String subject = Visit.subject();
    private final Browser browser = new Browser();

    @Test
    void letsANewcomerInWhoseEmailTheProviderVouchesFor() throws SQLException {
        // Given
        browser.session("a-session-that-an-attacker-knows");
        var page =
                browser.get("/sign-in?return_to=%2Fauthorize%3Fclient_id%3D1").asString();
        assertThat(page)
                .contains("Continue with Fake &amp; Co")
                .contains("/sign-in/with/fake?return_to=%2Fauthorize%3Fclient_id%3D1");
        // When
        var visit = Visit.begin(browser, "fake", "/authorize?client_id=1");
        assertThat(visit.asked()).containsEntry("code_challenge_method", "S256").containsEntry("scope", "openid email");
        assertThat(text("select string_agg(row_to_json(a)::text, '') from outside_attempt a where ? <> ''"))
                .doesNotContain(visit.asked().get("state"), visit.asked().get("nonce"));
        var back = visit.comeBackAs(Visit.person(subject, email.toUpperCase(Locale.ROOT), true));
        // Then
        assertThat(back.statusCode()).as(back.asString()).isEqualTo(303);
        assertThat(back.header("location")).isEqualTo("/authorize?client_id=1");
        assertThat(browser.session()).isNotEqualTo("a-session-that-an-attacker-knows");
        assertThat(browser.get("/account/security").asString())
                .contains(email, "signed up", "confirmed the e-mail", "signed in", "<code>fake</code>")
                .doesNotContain("name=\"password\"");
        assertThat(text("select role from member join person using (user_id) where email = ?"))
                .isEqualTo("owner");
        // Nobody has a password for it.
        assertThat(new Browser().signIn(email, "").statusCode()).isEqualTo(401);
        assertThat(new Browser().signIn(email, "null").statusCode()).isEqualTo(401);
    }

    @Test
    void knowsPeopleByTheirSubjectWhateverTheEmail() {
        Visit.begin(browser, "fake").comeBackAs(Visit.person(subject, email, true));
        var later = new Browser();
        var back = Visit.begin(later, "fake").comeBackAs(Visit.person(subject, "new" + email, false));
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(later.get("/account/security").asString()).contains(email).doesNotContain("new" + email);
    }

    @Test
    void takesNobodyForAPersonByTheEmail() {
        // Given
        Browser.signedIn(email);
        // When
        var back = Visit.begin(browser, "fake").comeBackAs(Visit.person(subject, email, true));
        // Then
        assertThat(back.statusCode()).isEqualTo(409);
        assertThat(back.asString()).contains("Sign in to it as before");
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
    }

    @Test
    void forgetsThePasswordOfAStrangerWhoNeverConfirmedTheEmail() {
        // Given
        new Browser().signUp(email, "the password of a stranger");
        var strangersLink = Browser.mailedToken(email);
        // When
        var back = Visit.begin(browser, "fake").comeBackAs(Visit.person(subject, email, true));
        // Then
        assertThat(back.statusCode()).isEqualTo(303);
        new Browser().confirm(strangersLink, "the password of a stranger");
        assertThat(new Browser().signIn(email, "the password of a stranger").statusCode())
                .isEqualTo(401);
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    }

    @Test
    void confirmsAnEmailThatNobodyVouchesForInTheSameBrowserAlone() {
        // Given
        var back = Visit.begin(browser, "fake", "/device").comeBackAs(Visit.person(subject, email, false));
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        var token = Browser.mailedToken(email);
        var owner = new Browser();
        // Then
        assertThat(owner.get("/sign-in/confirm?token=" + token).asString()).contains(token);
        assertThat(owner.post("/sign-in/confirm", Map.of("token", token)).statusCode())
                .isEqualTo(400);
        assertThat(browser.post("/sign-in/confirm", Map.of("token", "x" + token))
                        .statusCode())
                .isEqualTo(400);
        var confirmed = browser.post("/sign-in/confirm", Map.of("token", token));
        assertThat(confirmed.header("location")).isEqualTo("/device");
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        assertThat(browser.post("/sign-in/confirm", Map.of("token", token)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void knowsANewcomerWhoConfirmsTwice() {
        // Given: from two browsers, with two e-mails of the same person at the provider.
        var other = new Browser();
        Visit.begin(browser, "fake").comeBackAs(Visit.person(subject, email, false));
        Visit.begin(other, "fake").comeBackAs(Visit.person(subject, "x" + email, false));
        Browser.mailSaying(email, "/sign-in/confirm?token=");
        Browser.mailSaying("x" + email, "/sign-in/confirm?token=");
        browser.post("/sign-in/confirm", Map.of("token", Browser.mailedToken(email)));
        // When
        var again = other.post("/sign-in/confirm", Map.of("token", Browser.mailedToken("x" + email)));
        // Then
        assertThat(again.statusCode()).as(again.asString()).isEqualTo(303);
        assertThat(other.get("/account/security").asString()).contains(email).doesNotContain("x" + email);
    }

    @Test
    void doesNotTellWhetherSomebodyHasAnEmailThatNobodyVouchesFor() {
        // Given
        Browser.signedIn(email);
        // When
        var known = Visit.begin(browser, "fake").comeBackAs(Visit.person(subject, email, false));
        var unknown = Visit.begin(new Browser(), "fake").comeBackAs(Visit.person(Visit.subject(), "x" + email, false));
        // Then
        assertThat(known.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(200);
        assertThat(known.asString()).isEqualTo(unknown.asString());
        assertThat(Browser.mailSaying(email, "already")).doesNotContain("token=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not-an-address", "a@b.example\nBcc: c@d.example"})
    void saysSoWhenThereIsNoEmail(String told) {
        var back = Visit.begin(browser, "fake").comeBackAs(Visit.person(subject, told, true));
        assertThat(back.statusCode()).isEqualTo(400);
        assertThat(back.asString()).contains("told us no e-mail");
    }

    @Test
    void asksForTheEmailWhereTheIdTokenHasNone() {
        var visit = Visit.begin(browser, "fake");
        var back = visit.comeBack(
                visit.answer(visit.code(Map.of("sub", subject), Visit.person(subject, email, true), "")));
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(browser.get("/account/security").asString()).contains(email);
    }

    @Test
    void usesNoDetailsOfAnotherPerson() {
        var visit = Visit.begin(browser, "fake");
        var back = visit.comeBack(
                visit.answer(visit.code(Map.of("sub", subject), Visit.person("another", email, true), "")));
        assertThat(back.statusCode()).isEqualTo(400);
        assertThat(back.asString()).contains("cannot be trusted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonce",
                "no_nonce",
                "issuer",
                "audience",
                "expired",
                "alg_none",
                "key_confusion",
                "algorithm",
                "key",
                "at_hash",
                "no_id_token"
            })
    void believesNoIdTokenThatIsWrong(String wrong) throws SQLException {
        var back = Visit.begin(browser, "fake").comeBackWrong(wrong, Visit.person(subject, email, true));
        assertThat(back.statusCode()).isEqualTo(400);
        assertThat(back.asString()).contains("cannot be trusted").doesNotContain("JWT", "Exception");
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        assertThat(text("select count(*)::text from person where email = ?")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "'x=y', 'state='",
        "'code=x', 'state='",
        "'code=x', 'state=foreign'",
        "'state=', 'code=x&state=a&state=b'"
    })
    void takesNoAnswerWithoutTheStateOfTheBrowser(String one, String other) {
        var visit = Visit.begin(browser, "fake");
        for (var query : new String[] {one, other}) {
            var back = visit.comeBack(query);
            assertThat(back.statusCode()).isEqualTo(400);
            assertThat(back.asString()).contains("begun in another browser");
        }
        // What was begun goes on.
        assertThat(visit.comeBackAs(Visit.person(subject, email, true)).statusCode())
                .isEqualTo(303);
    }

    @Test
    void takesAnAnswerOnce() {
        var visit = Visit.begin(browser, "fake");
        var query = visit.answer(visit.code(Visit.person(subject, email, true), Map.of(), ""));
        var cookies = browser.copy();
        assertThat(visit.comeBack(query).statusCode()).isEqualTo(303);
        assertThat(new Visit(cookies, "fake", visit.asked()).comeBack(query).statusCode())
                .isEqualTo(400);
    }

    @Test
    void signsNobodyIntoWhatAnotherBrowserBegan() {
        // Given: an attacker's answer, which a victim is made to bring.
        var attacker = Visit.begin(new Browser(), "fake");
        var query = attacker.answer(attacker.code(Visit.person(subject, email, true), Map.of(), ""));
        // Then: with and without something of the victim's own under way.
        assertThat(new Visit(browser, "fake", attacker.asked()).comeBack(query).statusCode())
                .isEqualTo(400);
        Visit.begin(browser, "fake");
        assertThat(new Visit(browser, "fake", attacker.asked()).comeBack(query).statusCode())
                .isEqualTo(400);
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
    }

    @Test
    void mixesProvidersUpInNoWay() {
        // Begun with one, back at the other's address.
        var visit = Visit.begin(browser, "fake");
        var query = visit.answer(visit.code(Visit.person(subject, email, true), Map.of(), ""));
        assertThat(new Visit(browser, "other", visit.asked()).comeBack(query).statusCode())
                .isEqualTo(400);
        // The answer says that it is the other's.
        assertThat(visit.comeBack(query + "&iss=http%3A%2F%2F127.0.0.1%2Fother").statusCode())
                .isEqualTo(400);
        // One that always names itself (RFC 9207) does not.
        var silent = Visit.begin(browser, "other");
        assertThat(silent.comeBackAs(Visit.person(subject, email, true)).asString())
                .contains("cannot be trusted");
        var named = Visit.begin(browser, "other");
        var issuer = "&iss=" + Browser.encoded(issuer("other"));
        assertThat(named.comeBack(named.answer(named.code(Visit.person(subject, email, true), Map.of(), "")) + issuer)
                        .statusCode())
                .isEqualTo(303);
        // The same subject of another issuer is another person.
        var stranger = new Browser();
        Visit.begin(stranger, "fake").comeBackAs(Visit.person(subject, "y" + email, true));
        assertThat(stranger.get("/account/security").asString()).contains("y" + email);
    }

    @Test
    void tellsWhatTheProviderRefused() {
        var visit = Visit.begin(browser, "fake", "/device");
        var back = visit.comeBack("error=access_denied&error_description=%3Cscript%3E&state="
                + visit.asked().get("state"));
        assertThat(back.statusCode()).isEqualTo(400);
        assertThat(back.asString())
                .contains("not let in there", "/sign-in?return_to=%2Fdevice")
                .doesNotContain("script", "access_denied");
    }

    @Test
    void saysSoWhenTheProviderIsAway() {
        assertThat(browser.follow("/sign-in/with/away").statusCode()).isEqualTo(503);
        assertThat(Visit.begin(browser, "fake")
                        .comeBackWrong("away", Visit.person(subject, email, true))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void beginsOnlyOnAPageOfOurs() {
        var elsewhere = browser.get("/sign-in/with/fake?return_to=/device");
        assertThat(elsewhere.header("location")).isEqualTo("/sign-in?return_to=%2Fdevice");
        assertThat(elsewhere.getCookies()).doesNotContainKey("xrouter-outside");
        assertThat(browser.follow("/sign-in/with/nobody").header("location")).startsWith("/sign-in?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "//evil.example/authorize?", "javascript:alert(1)"})
    void leadsNowhereElse(String returnTo) {
        var back = Visit.begin(browser, "fake", returnTo).comeBackAs(Visit.person(subject, email, true));
        assertThat(back.header("location")).isEqualTo("/account");
    }

    @Test
    void asksForTheSecondFactorAllTheSame() throws SQLException {
        // Given
        Visit.begin(browser, "fake").comeBackAs(Visit.person(subject, email, true));
        execute("insert into second_factor (user_id, secret_encrypted, created_at, confirmed_at)"
                + " select user_id, '\\x00', now(), now() from person where email = ?");
        var later = new Browser();
        // When
        var back = Visit.begin(later, "fake", "/authorize?client_id=1").comeBackAs(Visit.person(subject, email, true));
        // Then
        assertThat(back.header("location")).isEqualTo("/sign-in/code?return_to=%2Fauthorize%3Fclient_id%3D1");
        assertThat(later.get("/account").header("location")).isEqualTo("/sign-in");
    }

    @Test
    void asksAProviderWithoutIdTokensWhoSomebodyIs() {
        var visit = Visit.begin(browser, "yandex");
        assertThat(visit.asked()).doesNotContainKey("nonce").containsEntry("scope", "login:email login:info");
        var back = visit.comeBack(visit.answer(visit.code(Map.of(), Map.of("id", 4711, "default_email", email), "")));
        assertThat(back.statusCode()).as(back.asString()).isEqualTo(303);
        assertThat(browser.get("/account/security").asString()).contains(email);
    }

    @Test
    void showsItsCertificateToAProviderThatAsksForOne() {
        var back = Visit.begin(browser, "sber").comeBackAs(Visit.person(subject, email, true));
        assertThat(back.statusCode()).as(back.asString()).isEqualTo(303);
        assertThat(browser.get("/account/security").asString()).contains(email);
        // The same provider, who would not have answered anybody.
        assertThat(browser.follow("/sign-in/with/stranger").statusCode()).isEqualTo(503);
    }

    @Test
    void handsBackWhatAProviderWantsToSeeAgain() {
        var visit = Visit.begin(browser, "vk");
        var details = Map.<String, Object>of("user_id", subject, "email", email);
        var code = visit.code(Map.of(), details, "");
        assertThat(visit.comeBack(visit.answer(code)).statusCode()).isEqualTo(400);
        var again = Visit.begin(browser, "vk");
        var back = again.comeBack(again.answer(again.code(Map.of(), details, "")) + "&device_id=the%20device");
        assertThat(back.statusCode()).isEqualTo(200);
        // It does not vouch for e-mails.
        Browser.mailSaying(email, "/sign-in/confirm?token=");
    }

    private static String issuer(String id) {
        return org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getValue("xrouter.auth.outside.providers." + id + ".issuer", String.class);
    }

    private String text(String sql) throws SQLException {
        return Sql.text(database, sql, email);
    }

    private void execute(String sql) throws SQLException {
        Sql.change(database, sql, email);
    }
}
