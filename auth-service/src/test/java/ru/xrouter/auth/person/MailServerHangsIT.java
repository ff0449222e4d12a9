package ru.xrouter.auth.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

/** A mail server that takes connections and says nothing holds up nobody but e-mails. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(MailServerHangsIT.SilentMailServer.class)
class MailServerHangsIT {
    private static final int MORE_THAN_CONNECTIONS = 20;

    private final String email = "h" + UUID.randomUUID() + "@example.org";

    @Inject
    AgroalDataSource database;

    @Test
    void answersAndHoldsNoConnectionMeanwhile() throws SQLException {
        // Given: somebody known, and an e-mail that is under way to the server.
        assertThat(new Browser().signUp(email, "correct horse battery").statusCode())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> !SilentMailServer.HELD.isEmpty());
        Sql.change(
                database,
                "update person p set confirmed_at = now(), password = l.password"
                        + " from email_link l where l.user_id = p.user_id and p.email = ?",
                email);
        // When
        var answers = IntStream.range(0, MORE_THAN_CONNECTIONS)
                .mapToObj(i -> new Browser()
                        .post("/forgot", Map.of("email", i % 2 == 0 ? email : "x" + email))
                        .statusCode())
                .toList();
        // Then
        assertThat(answers).containsOnly(200);
        assertThat(new Browser().signIn(email, "correct horse battery").statusCode())
                .isEqualTo(303);
        await().atMost(Duration.ofSeconds(20)).until(() -> database.getMetrics().activeCount() == 0);
        assertThat(SilentMailServer.HELD).hasSize(1);
    }

    /** Takes connections and never says a word. */
    public static final class SilentMailServer implements QuarkusTestResourceLifecycleManager {
        static final List<Socket> HELD = new CopyOnWriteArrayList<>();

        private @Nullable ServerSocket server;

        @Override
        public Map<String, String> start() {
            try {
                var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                server = listening;
                Thread.ofVirtual().start(() -> accept(listening));
                return Map.of(
                        "quarkus.mailer.mock", "false",
                        "quarkus.mailer.host", "localhost",
                        "quarkus.mailer.port", String.valueOf(listening.getLocalPort()),
                        "xrouter.auth.site.mail-dir", "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void accept(ServerSocket listening) {
            try {
                while (true) {
                    HELD.add(listening.accept());
                }
            } catch (IOException _) {
                // Closed at the end.
            }
        }

        @Override
        public void stop() {
            try {
                if (server != null) {
                    server.close();
                }
                for (var socket : HELD) {
                    socket.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
