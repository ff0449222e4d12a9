package ru.xrouter.auth.securitymail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.apikey.Operator;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

/** People are told of what was done to the security of their sign-in or account, whoever did it. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class SecurityMailIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String ANOTHER = "an entirely new one";

    private static final Duration PATIENCE = Duration.ofDays(3);

    private final String email = "s" + UUID.randomUUID() + "@example.org";

    @Inject
    DataSource database;

    @Inject
    SecurityMailSender sender;

    @Inject
    SecurityMailStore store;

    @Inject
    AuthMetrics waitedFor;

    @Inject
    MeterRegistry registry;

    @Test
    void tellsOfAnotherPasswordInTheLanguageOfTheBrowserWithoutSecretsOrLinks() {
        // Given
        var person = Browser.signedIn(email);
        // When
        var changed = person.post("/account/security/password", Map.of("current", PASSWORD, "password", ANOTHER));
        // Then
        assertThat(changed.statusCode()).isEqualTo(303);
        var mail = Browser.mailSaying(email, "changed the password");
        assertThat(mail)
                .contains("Subject: XRouter: changed the password")
                .contains("127.0.0.1", "If it was not you", "remove the passkeys")
                .doesNotContain(PASSWORD, ANOTHER, "token=", "http", "смена");
        var russian = person.reading("ru");
        russian.get("/account");
        russian.post("/account/security/password", Map.of("current", ANOTHER, "password", PASSWORD));
        assertThat(Browser.mailSaying(email, "смена пароля"))
                .contains("Если это были не вы")
                .doesNotContain("changed");
    }

    @Test
    void tellsInBothLanguagesWhoNeverOpenedAPage() {
        // Given
        var browser = new Browser();
        browser.signUp(email, PASSWORD);
        browser.confirm(Browser.mailedToken(email), PASSWORD);
        // When
        browser.post("/forgot", Map.of("email", email));
        browser.post("/reset", Map.of("token", Browser.mailedToken(email), "password", ANOTHER));
        // Then
        assertThat(Browser.mailSaying(email, "set a new password by e-mail")).contains("новый пароль по почте");
    }

    @Test
    void tellsOfASignInFromAnotherBrowserAlone() {
        // Given
        var person = Browser.signedIn(email);
        person.signIn(email, PASSWORD);
        assertThat(Browser.mails(email)).noneMatch(mail -> mail.contains("new browser"));
        // When
        var other = new Browser();
        other.signIn(email, PASSWORD);
        // Then
        Browser.mailSaying(email, "signed in from a new browser");
        other.signIn(email, PASSWORD);
        sender.send();
        assertThat(Browser.mails(email).stream().filter(mail -> mail.contains("new browser")))
                .hasSize(1);
    }

    @Test
    void tellsAMemberOfTheirRole() {
        // Given
        var boss = "o" + UUID.randomUUID() + "@example.org";
        var owner = Browser.signedIn(boss);
        var member = Browser.signedIn(email);
        owner.post("/account/members/invite", Map.of("email", email, "role", "admin"));
        member.post("/invitation", Map.of("token", Browser.mailedToken(email)));
        Browser.mailSaying(email, "joined the account");
        var page = owner.get("/account/members").asString();
        var from = page.indexOf("/account/members/user-", page.indexOf("<strong>" + email));
        var path = page.substring(from, page.indexOf("/role", from));
        // When
        owner.post(path + "/role", Map.of("role", "developer"));
        owner.post(path + "/remove", Map.of());
        // Then
        assertThat(Browser.mailSaying(email, "you have another role in the account"))
                .contains("What: developer", "By: " + boss);
        Browser.mailSaying(email, "you were removed from the account");
    }

    @Test
    void tellsTheOwnersOfAKeyThatAProgramMade() {
        // Given
        var person = Browser.signedIn(email);
        var page = person.post("/account/keys", Map.of("name", "manager", "scopes", "keys:manage"));
        assertThat(page.statusCode()).isEqualTo(200);
        var from = page.asString().indexOf("xr-");
        var manager =
                Operator.lookUp(page.asString().substring(from, page.asString().indexOf('<', from)));
        String account = manager.extract().path("account_id");
        String keyId = manager.extract().path("key_id");
        // When
        Operator.call()
                .header("x-xrouter-key-id", keyId)
                .body("{\"name\":\"made by a program\"}")
                .post("/internal/accounts/{id}/api-keys", account)
                .then()
                .statusCode(201);
        // Then
        assertThat(Browser.mailSaying(email, "created an API key"))
                .contains("made by a program")
                .doesNotContain("xr-");
    }

    @Test
    void triesAgainWhatTheMailServerDidNotTakeAndLosesNothing() throws SQLException {
        // Given
        insert("now(), now() + interval '1 hour'");
        var refusing = new LinkedBlockingQueue<String>();
        var metrics = new SimpleMeterRegistry();
        var lost = lost();
        // When
        new SecurityMailSender(
                        store, (to, _, _) -> !refusing.add(to), PATIENCE, in(Duration.ofHours(2)), waitedFor, metrics)
                .send();
        // Then
        assertThat(refusing).contains(email);
        assertThat(metrics.counter("xrouter.auth.security.mails", "outcome", "failed")
                        .count())
                .isPositive();
        assertThat(lost()).isEqualTo(lost);
        assertThat(column("tries")).isEqualTo("1");
        assertThat(column("given_up_at")).isNull();
        // Another replica that comes by meanwhile leaves it alone.
        refusing.clear();
        new SecurityMailSender(
                        store, (to, _, _) -> !refusing.add(to), PATIENCE, in(Duration.ofHours(2)), waitedFor, metrics)
                .send();
        assertThat(refusing).doesNotContain(email);
        // Three days later it is given up, and stays.
        new SecurityMailSender(store, (_, _, _) -> false, PATIENCE, in(Duration.ofDays(4)), waitedFor, metrics).send();
        assertThat(column("given_up_at")).isNotNull();
        assertThat(metrics.counter("xrouter.auth.security.mails", "outcome", "given_up")
                        .count())
                .isPositive();
    }

    @Test
    void claimsOneAtATimeSoThatNoneIsDueAgainBeforeItWasTried() throws SQLException {
        // Given
        insert("now(), now() + interval '1 hour'");
        insert("now(), now() + interval '1 hour'");
        var triesSoFar = new LinkedBlockingQueue<String>();
        // When
        new SecurityMailSender(
                        store,
                        (to, _, _) ->
                                !to.equals(email) || !triesSoFar.add(Objects.requireNonNull(column("sum(tries)"))),
                        PATIENCE,
                        in(Duration.ofHours(2)),
                        waitedFor,
                        new SimpleMeterRegistry())
                .send();
        // Then
        assertThat(triesSoFar).containsExactly("1", "2");
    }

    @Test
    void sealsALinkUntilItIsSentAndKeepsNoneThatWorksNoMore() throws SQLException {
        // Given: none is sent by the application meanwhile.
        var until = Instant.now().plus(Duration.ofHours(3));
        QuarkusTransaction.requiringNew().run(() -> store.add(email, "S", "the link", until, later()));
        assertThat(column("coalesce(body, '') || encode(sealed, 'escape')")).doesNotContain("link");
        var lost = lost();
        var taken = new LinkedBlockingQueue<String>();
        var refusing = sender(Duration.ofHours(2), (_, _, _) -> false);
        // When
        refusing.send();
        sender(Duration.ofMinutes(150), (_, _, _) -> false).send();
        // Then: it counts once, however often it is tried.
        assertThat(lost()).isEqualTo(lost + 1);
        sender(Duration.ofMinutes(170), (to, _, text) -> !to.equals(email) || taken.add(text))
                .send();
        assertThat(taken).containsExactly("the link");
        assertThat(count()).isEqualTo("0");
        // One that comes too late is not sent.
        QuarkusTransaction.requiringNew().run(() -> store.add(email, "S", "the link", until, later()));
        sender(Duration.ofHours(4), (to, _, text) -> !to.equals(email) || taken.add(text))
                .send();
        assertThat(taken).hasSize(1);
        assertThat(count()).isEqualTo("0");
    }

    private static Instant later() {
        return Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS);
    }

    private SecurityMailSender sender(Duration in, SecurityMailSender.Delivery delivery) {
        return new SecurityMailSender(store, delivery, PATIENCE, in(in), waitedFor, new SimpleMeterRegistry());
    }

    private double lost() {
        return registry.counter("xrouter.auth.mails", "outcome", "failed").count();
    }

    private String count() throws SQLException {
        return Sql.text(database, "select count(*) from security_mail where email = ?", email);
    }

    private static InstantSource in(Duration time) {
        return InstantSource.offset(InstantSource.system(), time);
    }

    private void insert(String times) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "insert into security_mail (email, subject, body, created_at, due_at) values (?, 'S', 'B', %s)"
                                .formatted(times))) {
            insert.setString(1, email);
            insert.executeUpdate();
        }
    }

    private @Nullable String column(String name) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select %s::text from security_mail where email = ?".formatted(name))) {
            query.setString(1, email);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
