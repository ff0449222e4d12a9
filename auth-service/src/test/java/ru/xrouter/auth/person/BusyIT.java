package ru.xrouter.auth.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Who comes while too many passwords are looked at is asked to come again, and holds nothing up while they wait. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class BusyIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String OTHER = "an entirely new one";

    @Inject
    Passwords passwords;

    @Inject
    DataSource database;

    private final String email = "b" + UUID.randomUUID() + "@example.org";

    @Test
    void sendsAwayAndLosesNothing() {
        // Given
        var newcomer = "n" + email;
        var person = Browser.signedIn(email);
        new Browser().signUp(newcomer, PASSWORD);
        var confirm = Browser.mailedToken(newcomer);
        person.post("/forgot", Map.of("email", email));
        var reset = Browser.mailedToken(email);
        var reader = new Browser();
        // Then
        var waiting = List.<Supplier<Response>>of(
                () -> reader.signIn(email, PASSWORD),
                () -> reader.signUp("s" + email, PASSWORD),
                () -> reader.confirm(confirm, PASSWORD),
                () -> person.post("/account/security/password", Map.of("current", PASSWORD, "password", OTHER)),
                () -> reader.post("/reset", Map.of("token", reset, "password", OTHER)));
        passwords.places.acquireUninterruptibly(Passwords.AT_ONCE);
        try {
            for (var call : waiting) {
                var answer = withoutAConnection(call);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.header("retry-after")).isEqualTo("5");
                assertThat(answer.asString()).contains("Too many people at once");
            }
            assertThat(reader.reading("ru").signIn(email, PASSWORD).asString()).contains("слишком много людей");
        } finally {
            passwords.places.release(Passwords.AT_ONCE);
        }
        assertThat(new Browser().signIn(email, PASSWORD).statusCode()).isEqualTo(303);
        assertThat(new Browser().confirm(confirm, PASSWORD).statusCode()).isEqualTo(303);
        assertThat(reader.post("/reset", Map.of("token", reset, "password", OTHER))
                        .statusCode())
                .isEqualTo(303);
        assertThat(new Browser().signIn(email, OTHER).statusCode()).isEqualTo(303);
    }

    /** The answer to somebody who held no connection to the database while they waited. */
    private Response withoutAConnection(Supplier<Response> call) {
        var answer = CompletableFuture.supplyAsync(call);
        await().until(() -> passwords.places.getQueueLength() == 1);
        await().until(() -> transactionsThatWait() == 0);
        assertThat(passwords.places.getQueueLength()).as("who waits meanwhile").isEqualTo(1);
        return answer.join();
    }

    private int transactionsThatWait() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select count(*) from pg_stat_activity where state = 'idle in transaction'");
                var rows = query.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
