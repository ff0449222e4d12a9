package ru.xrouter.auth.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** A person changes their e-mail, and nobody does it for them. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class EmailChangeIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String PAGE = "/account/security/email";
    private static final String CONFIRM = PAGE + "/confirm";

    private final String before = "e" + UUID.randomUUID() + "@example.org";
    private final String after = "new-" + before;

    @Inject
    @SuppressWarnings("NullAway.Init")
    DataSource database;

    @SuppressWarnings("NullAway.Init")
    private Browser person;

    @BeforeEach
    void signIn() {
        person = Browser.signedIn(before);
    }

    private Response ask(String email, String password) {
        return person.post(PAGE, Map.of("email", email, "current", password));
    }

    @Test
    void takesTheNewOneOnceItIsConfirmedThereAndTellsTheOneBefore() {
        // Given
        var other = new Browser();
        other.signIn(before, PASSWORD);
        person.post("/forgot", Map.of("email", before));
        var oldLink = Browser.mailedToken(before);
        // When
        assertThat(ask(after.toUpperCase(Locale.ROOT), PASSWORD).statusCode()).isEqualTo(200);
        // Then
        assertThat(Browser.mailSaying(before, "asked to change the e-mail")).contains(after);
        assertThat(person.get("/account/security").asString()).contains(before);
        var token = Browser.mailedToken(after);
        assertThat(person.get(CONFIRM + "?token=" + token).asString()).contains("Confirm your new e-mail");
        // When
        var confirmed = person.post(CONFIRM, Map.of("token", token));
        // Then
        assertThat(confirmed.statusCode()).isEqualTo(303);
        assertThat(person.get("/account/security").asString()).contains(after, "changed the e-mail");
        assertThat(other.get("/account").statusCode()).isEqualTo(303);
        assertThat(new Browser().signIn(before, PASSWORD).statusCode()).isEqualTo(401);
        assertThat(new Browser().signIn(after, PASSWORD).statusCode()).isEqualTo(303);
        Browser.mailSaying(before, "Subject: XRouter: changed the e-mail");
        assertThat(person.post(CONFIRM, Map.of("token", token)).statusCode()).isEqualTo(400);
        // Whoever reads the mailbox before gets in by no link that was sent there.
        var late = new Browser().post("/reset", Map.of("token", oldLink, "password", "an entirely new one"));
        assertThat(late.statusCode()).isEqualTo(400);
    }

    @Test
    void asksForThePasswordAndAnAddress() {
        assertThat(ask(after, "not the password").statusCode()).isEqualTo(403);
        assertThat(ask("no address", PASSWORD).statusCode()).isEqualTo(400);
        assertThat(ask(before, PASSWORD).statusCode()).isEqualTo(400);
        assertThat(Browser.mails(after)).isEmpty();
    }

    @Test
    void isConfirmedByThePersonAlone() {
        // Given
        ask(after, PASSWORD);
        var token = Browser.mailedToken(after);
        // Then: not by whoever has the mailbox, signed in as nobody or somebody else.
        assertThat(new Browser().get(CONFIRM + "?token=" + token).header("location"))
                .isEqualTo("/sign-in?return_to=" + Browser.encoded(CONFIRM + "?token=" + token));
        assertThat(new Browser().post(CONFIRM, Map.of("token", token)).header("location"))
                .isEqualTo("/sign-in");
        var stranger = Browser.newPerson();
        assertThat(stranger.post(CONFIRM, Map.of("token", token)).statusCode()).isEqualTo(400);
        assertThat(person.post(CONFIRM, Map.of("token", token)).statusCode()).isEqualTo(303);
    }

    @Test
    void saysThatItIsThePersonsOwnAlready() {
        var own = ask(before.toUpperCase(Locale.ROOT), PASSWORD);
        assertThat(own.statusCode()).isEqualTo(400);
        assertThat(own.asString()).contains("This is your e-mail already.").doesNotContain("no e-mail address");
        assertThat(ask("none", PASSWORD).asString()).contains("This is no e-mail address.");
    }

    @Test
    void tellsNobodyWhetherSomebodyHasTheNewOne() {
        // Given
        Browser.signedIn(after);
        // When
        var known = ask(after, PASSWORD);
        var unknown = ask("x" + after, PASSWORD);
        // Then
        assertThat(known.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(200);
        assertThat(known.asString()).isEqualTo(unknown.asString());
        assertThat(Browser.mailSaying(after, "have an account already")).doesNotContain("token=");
    }

    @Test
    void takesAnEmailFromWhoNeverConfirmedItAndFromNobodyElse() {
        // Given
        ask(after, PASSWORD);
        var token = Browser.mailedToken(after);
        ask(after, PASSWORD);
        var second = Browser.mailedToken(after);
        new Browser().signUp(after, "the password of a stranger");
        var strangers = Browser.mailedToken(after);
        // When
        assertThat(person.post(CONFIRM, Map.of("token", token)).statusCode()).isEqualTo(303);
        // Then
        assertThat(new Browser()
                        .confirm(strangers, "the password of a stranger")
                        .statusCode())
                .isEqualTo(400);
        assertThat(new Browser().signIn(after, PASSWORD).statusCode()).isEqualTo(303);
        // The other link went with the change.
        assertThat(person.post(CONFIRM, Map.of("token", second)).statusCode()).isEqualTo(400);
    }

    @Test
    void losesToWhoGetsTheNewOneInTheSameMoment() throws Exception {
        // Given
        ask(after, PASSWORD);
        var token = Browser.mailedToken(after);
        try (var other = database.getConnection();
                var insert = other.prepareStatement(
                        "insert into person (user_id, email, created_at, confirmed_at) values (?, ?, now(), now())")) {
            other.setAutoCommit(false);
            insert.setString(1, "user-" + UUID.randomUUID());
            insert.setString(2, after);
            insert.executeUpdate();
            // When
            var confirmed = CompletableFuture.supplyAsync(() -> person.post(CONFIRM, Map.of("token", token)));
            awaitLock();
            other.commit();
            // Then
            assertThat(confirmed.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
        }
        assertThat(person.get("/account/security").asString()).contains(before);
    }

    private void awaitLock() throws SQLException, InterruptedException {
        for (var i = 0; i < 1200; i++) {
            try (var connection = database.getConnection();
                    var statement = connection.createStatement();
                    var waiting = statement.executeQuery(
                            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%person%'")) {
                if (waiting.next()) {
                    return;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("Nobody waits.");
    }

    @Test
    void losesToWhoSignedUpWithTheNewOneMeanwhile() {
        // Given
        ask(after, PASSWORD);
        var token = Browser.mailedToken(after);
        Browser.signedIn(after);
        // Then
        assertThat(person.post(CONFIRM, Map.of("token", token)).statusCode()).isEqualTo(400);
        assertThat(person.get("/account/security").asString()).contains(before);
    }
}
