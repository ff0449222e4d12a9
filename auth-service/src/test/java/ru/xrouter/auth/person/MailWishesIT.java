package ru.xrouter.auth.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** What strangers ask for by e-mail is answered before anybody looks whose e-mail it is. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class MailWishesIT {
    private static final String PASSWORD = "correct horse battery";

    private final String known = "w" + UUID.randomUUID() + "@example.org";
    private final String unknown = "x" + known;

    @Inject
    DataSource database;

    @Inject
    MeterRegistry registry;

    @Test
    void answersWithoutLookingAtAnythingThatTellsWhoHasAnAccount() throws SQLException {
        // Given: whatever depends on the person can neither be read nor written.
        Browser.signedIn(known);
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "lock table person, email_link, security_mail, audit_event, member in access exclusive mode");
            // When
            for (var email : new String[] {known, unknown}) {
                assertThat(new Browser().post("/forgot", Map.of("email", email)).statusCode())
                        .isEqualTo(200);
                assertThat(new Browser().signUp(email, PASSWORD).statusCode()).isEqualTo(200);
            }
            connection.rollback();
        }
        // Then: all of it is done later.
        Browser.mailSaying(known, "/reset?token=");
        Browser.mailSaying(known, "already");
        Browser.mailSaying(unknown, "/confirm?token=");
        assertThat(Browser.mails(unknown)).noneMatch(mail -> mail.contains("/reset?token="));
    }

    @Test
    void sendsNobodyMoreThanAFewWhoeverAsks() {
        // Given
        Browser.signedIn(known);
        var turnedAway = turnedAway();
        // When
        for (var i = 0; i < Attempts.MAILS + 2; i++) {
            for (var email : List.of(known, unknown)) {
                assertThat(new Browser().post("/forgot", Map.of("email", email)).asString())
                        .contains("Check your mail");
            }
            assertThat(new Browser().signUp(unknown, PASSWORD).asString()).contains("Check your mail");
        }
        // Then: all that was taken down before has been done once somebody else's is.
        Browser.signedIn("last" + known);
        assertThat(Browser.mails(known))
                .filteredOn(mail -> mail.contains("/reset?token="))
                .hasSize(Attempts.MAILS);
        assertThat(Browser.mails(unknown)).hasSize(Attempts.MAILS);
        assertThat(turnedAway() - turnedAway)
                .as("two resets each, and two sign-ups")
                .isEqualTo(6);
    }

    @Test
    void sendsNobodyMoreThanAFewOfOneSenders() {
        // Given
        var sender = Browser.signedIn(known);
        var turnedAway = turnedAway();
        var invites = Map.of("email", unknown, "role", "developer");
        var change = Map.of("email", unknown, "current", PASSWORD);
        // When
        for (var i = 0; i < Attempts.MAILS; i++) {
            assertThat(sender.post("/account/members/invite", invites).statusCode())
                    .isEqualTo(303);
            assertThat(sender.post("/account/security/email", change).statusCode())
                    .isEqualTo(200);
        }
        // Then
        assertThat(sender.post("/account/members/invite", invites).statusCode()).isEqualTo(429);
        assertThat(sender.post("/account/security/email", change).statusCode()).isEqualTo(429);
        assertThat(turnedAway() - turnedAway).isEqualTo(2);
        var another = Browser.signedIn("another" + known);
        assertThat(another.post("/account/members/invite", invites).statusCode())
                .isEqualTo(303);
    }

    private double turnedAway() {
        return registry.get("xrouter.auth.throttled")
                .tags("limit", "mails")
                .counter()
                .count();
    }
}
