package ru.xrouter.auth.passkey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class PasskeysIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String PATH = "/account/security/passkeys";
    private static final Pattern CHALLENGE = Pattern.compile("data-challenge=\"([\\w-]{43})\"");
    private static final Pattern PASSKEY = Pattern.compile("name=\"passkey\" value=\"([^\"]+)\"");

    @Inject
    DataSource database;

    private final String email = "k" + UUID.randomUUID() + "@example.org";
    private final Device device = new Device();

    @SuppressWarnings("NullAway.Init")
    private Browser person;

    @SuppressWarnings("NullAway.Init")
    private String userId;

    @BeforeEach
    void signIn() throws SQLException {
        person = Browser.signedIn(email);
        userId = text("select user_id from person where email = ?");
    }

    @Test
    void signsInByAPasskeyAsByTwoFactors() throws Exception {
        // Given
        assertThat(person.get("/account/security").asString()).contains(PATH);
        assertThat(add("Телефон <1>").statusCode()).isEqualTo(303);
        execute("insert into second_factor (user_id, secret_encrypted, created_at, confirmed_at)"
                + " select user_id, '\\x00', now(), now() from person where email = ?");
        var browser = new Browser();
        browser.session("a-session-that-an-attacker-knows");
        // When
        var page = browser.get("/sign-in/passkey?return_to=%2Fauthorize%3Fclient_id%3D1");
        var signedIn = show(browser, device.show(challenge(page), userId), "/authorize?client_id=1");
        // Then
        assertThat(signedIn.statusCode()).as(signedIn.asString()).isEqualTo(303);
        assertThat(signedIn.header("location")).isEqualTo("/authorize?client_id=1");
        assertThat(browser.session()).isNotEqualTo("a-session-that-an-attacker-knows");
        assertThat(text("select by_second_factor::text from session join person using (user_id) where email = ?"
                        + " order by session.created_at desc limit 1"))
                .isEqualTo("true");
        assertThat(browser.get("/account/security").asString()).contains("added a passkey", "<code>passkey</code>");
        assertThat(browser.get(PATH).asString()).contains("Телефон &lt;1&gt;", "last used");
    }

    @Test
    void namesAndRemovesPasskeys() throws Exception {
        // Given
        add("one");
        var id = passkeyOn(person.get(PATH).asString());
        var other = new Browser();
        show(other, device.show(challenge(other.get("/sign-in/passkey")), userId), "/account");
        assertThat(other.get("/account").statusCode()).isEqualTo(200);
        // When
        person.post(PATH + "/rename", Map.of("passkey", id, "name", "work\nlaptop"));
        assertThat(person.get(PATH).asString()).contains("work laptop");
        var wrong = person.post(PATH + "/remove", Map.of("passkey", id, "current", "not the password"));
        assertThat(wrong.statusCode()).isEqualTo(403);
        var before = person.session();
        var removed = person.post(PATH + "/remove", Map.of("passkey", id, "current", PASSWORD));
        // Then
        assertThat(removed.statusCode()).isEqualTo(303);
        assertThat(person.session()).isNotEqualTo(before);
        assertThat(other.get("/account").statusCode()).isEqualTo(303);
        assertThat(person.get("/account/security").asString()).contains("removed a passkey <code>work laptop</code>");
        assertThat(show(other, device.show(challenge(other.get("/sign-in/passkey")), userId), "/account")
                        .statusCode())
                .isEqualTo(401);
        assertThat(new Browser().signIn(email, PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void areAddedAndRemovedInNoSessionThatBeganWithoutTheSecondFactor() throws Exception {
        // Given: somebody who knows the password, and has begun to add one.
        add("mine");
        var id = passkeyOn(person.get(PATH).asString());
        var challenge = challenge(person.post(PATH, Map.of("current", PASSWORD)));
        // When
        execute("insert into second_factor (user_id, secret_encrypted, created_at, confirmed_at)"
                + " select user_id, '\\x00', now(), now() from person where email = ?");
        // Then
        var begun = person.post(PATH, Map.of("current", PASSWORD));
        assertThat(begun.statusCode()).isEqualTo(403);
        assertThat(begun.asString()).contains("sign in again with your second factor");
        assertThat(person.post(PATH + "/add", Map.of("name", "x", "answer", new Device().make(challenge)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(person.post(PATH + "/remove", Map.of("passkey", id, "current", PASSWORD))
                        .statusCode())
                .isEqualTo(403);
        assertThat(text("select count(*)::text from passkey join person using (user_id) where email = ?"))
                .isEqualTo("1");
        // When
        show(person, device.show(challenge(person.get("/sign-in/passkey")), userId), "/account");
        // Then
        assertThat(person.post(PATH + "/remove", Map.of("passkey", id, "current", PASSWORD))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void changesNobodyElsesPasskeys() throws Exception {
        // Given
        add("mine");
        var id = passkeyOn(person.get(PATH).asString());
        var stranger = Browser.newPerson();
        // When
        stranger.post(PATH + "/rename", Map.of("passkey", id, "name", "theirs"));
        stranger.post(PATH + "/remove", Map.of("passkey", id, "current", PASSWORD));
        // Then
        assertThat(person.get(PATH).asString()).contains("mine").doesNotContain("theirs");
        assertThat(new Browser().get(PATH).header("location")).isEqualTo("/sign-in");
    }

    @Test
    void takesEachChallengeOnceAndOnlyInItsBrowser() throws Exception {
        // Given
        add("one");
        var browser = new Browser();
        var challenge = challenge(browser.get("/sign-in/passkey"));
        var copy = browser.copy();
        var answer = device.show(challenge, userId);
        // Then: another browser, with its own challenge and without.
        var thief = new Browser();
        assertThat(show(thief, answer, "/account").statusCode()).isEqualTo(401);
        assertThat(show(thief, answer, "/account").statusCode()).isEqualTo(401);
        assertThat(show(browser, answer, "/account").statusCode()).isEqualTo(303);
        assertThat(show(copy, device.show(challenge, userId), "/account").statusCode())
                .isEqualTo(401);
    }

    @Test
    void takesNoChallengeOfAnotherPurpose() throws Exception {
        // Given
        add("one");
        var browser = new Browser();
        var signIn = challenge(browser.get("/sign-in/passkey"));
        browser.signIn(email, PASSWORD);
        // Then: a challenge to sign in adds nothing, and without the password there is no other.
        var other = new Device();
        assertThat(browser.post(PATH + "/add", Map.of("name", "x", "answer", other.make(signIn)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.post(PATH, Map.of("current", "not the password")).statusCode())
                .isEqualTo(403);
        // Nor does one of another session of the same person.
        var challenge = challenge(browser.post(PATH, Map.of("current", PASSWORD)));
        browser.session(person.session());
        assertThat(browser.post(PATH + "/add", Map.of("name", "x", "answer", other.make(challenge)))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "rp", "unverified", "absent", "user", "challenge", "copied", "key", "unknown"})
    void believesNoAnswerThatIsWrong(String wrong) throws Exception {
        // Given
        device.hasSigned(5);
        add("one");
        var browser = new Browser();
        var challenge = challenge(browser.get("/sign-in/passkey"));
        var answer = switch (wrong) {
            case "origin" -> device.from("http://localhost:8082").show(challenge, userId);
            case "rp" -> device.forSite("evil.example").show(challenge, userId);
            case "unverified" -> device.says(Device.PRESENT).show(challenge, userId);
            case "absent" -> device.says(Device.VERIFIED).show(challenge, userId);
            case "user" -> device.show(challenge, "user-of-somebody-else");
            case "challenge" -> device.show("A".repeat(43), userId);
            case "copied" -> device.hasSigned(3).show(challenge, userId);
            case "key" -> device.impostor().show(challenge, userId);
            default -> new Device().show(challenge, userId);
        };
        // When
        var answered = show(browser, answer, "/account");
        // Then
        assertThat(answered.statusCode()).isEqualTo(401);
        assertThat(answered.asString()).contains("The passkey was not taken").doesNotContain("Exception");
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        assertThat(person.get("/account/security").asString().contains("seems to be a copy"))
                .isEqualTo(wrong.equals("copied"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "rp", "unverified", "challenge"})
    void keepsNoPasskeyThatIsWrong(String wrong) throws Exception {
        var challenge = challenge(person.post(PATH, Map.of("current", PASSWORD)));
        var answer = switch (wrong) {
            case "origin" -> device.from("https://evil.example").make(challenge);
            case "rp" -> device.forSite("evil.example").make(challenge);
            case "unverified" -> device.says(Device.PRESENT).make(challenge);
            default -> device.make("A".repeat(43));
        };
        assertThat(person.post(PATH + "/add", Map.of("name", "x", "answer", answer))
                        .statusCode())
                .isEqualTo(400);
        assertThat(person.get(PATH).asString()).contains("There is no passkey yet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "x",
                "{\"id\":\"\",\"response\":{}}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"AA\",\"authenticatorData\":\"AA\",\"attestationObject\":\"AA\",\"signature\":\"AA\"}}"
            })
    void answersNonsensePolitely(String answer) {
        var browser = new Browser();
        browser.get("/sign-in/passkey");
        assertThat(show(browser, answer, "/account").statusCode()).isEqualTo(401);
        person.post(PATH, Map.of("current", PASSWORD));
        assertThat(person.post(PATH + "/add", Map.of("name", "x", "answer", answer))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void runsOneScriptOfOursAndNoOther() {
        var page = given().get("/sign-in/passkey");
        assertThat(page.headers().getValues("content-security-policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.asString())
                .containsOnlyOnce("<script")
                .contains("<script src=\"/sign-in/passkey.js\"></script>");
        assertThat(given().get("/sign-in/passkey.js").statusCode()).isEqualTo(200);
        // The page that takes the password runs none.
        assertThat(given().get("/sign-in").header("content-security-policy")).doesNotContain("script-src");
        assertThat(given().get("/sign-in").asString())
                .contains("/sign-in/passkey?")
                .doesNotContain("<script");
    }

    private Response add(String name) throws Exception {
        var page = person.post(PATH, Map.of("current", PASSWORD));
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        return person.post(PATH + "/add", Map.of("name", name, "answer", device.make(challenge(page))));
    }

    private static Response show(Browser browser, String answer, String returnTo) {
        return browser.post("/sign-in/passkey", Map.of("answer", answer, "return_to", returnTo));
    }

    private static String challenge(Response page) {
        var challenge = CHALLENGE.matcher(page.asString());
        assertThat(challenge.find()).as(page.asString()).isTrue();
        return challenge.group(1);
    }

    private static String passkeyOn(String page) {
        var passkey = PASSKEY.matcher(page);
        assertThat(passkey.find()).isTrue();
        return passkey.group(1);
    }

    private String text(String sql) throws SQLException {
        return Sql.text(database, sql, email);
    }

    private void execute(String sql) throws SQLException {
        Sql.change(database, sql, email);
    }
}
