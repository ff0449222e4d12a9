package ru.xrouter.auth.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class ExpiredIT {
    private final String email = "e" + UUID.randomUUID() + "@example.org";

    @Inject
    DataSource database;

    @Inject
    Expired expired;

    @Test
    void forgetsWhatOpensNothingAnyMoreAndNothingElse() throws SQLException {
        // Given
        var person = Browser.signedIn(email);
        new Browser().signIn(email, "correct horse battery");
        run("""
                update session set expires_at = now() - interval '1 second'
                where session_id = (select session_id from session join person using (user_id) where person.email = ?
                    order by session.created_at desc limit 1)
                """);
        run("""
                insert into email_link (hash, user_id, purpose, return_to, expires_at)
                select sha256(email::bytea), user_id, 'reset', '/account', now() + interval '1 hour' from person where email = ?
                """);
        run("""
                insert into email_link (hash, user_id, purpose, return_to, expires_at)
                select sha256(user_id::bytea), user_id, 'reset', '/account', now() - interval '1 second' from person where email = ?
                """);
        run("""
                insert into known_browser (user_id, hash, seen_at)
                select user_id, sha256(n::text::bytea), now() - n * interval '1 day' from person, generate_series(1, 60) n
                where email = ?
                """);
        // When
        expired.forget();
        // Then
        assertThat(count("session")).isEqualTo("1");
        assertThat(person.get("/account").statusCode()).isEqualTo(200);
        assertThat(count("email_link")).isEqualTo("1");
        assertThat(count("known_browser")).isEqualTo(String.valueOf(Expired.MOST_BROWSERS));
    }

    private void run(String sql) throws SQLException {
        Sql.change(database, sql, email);
    }

    private String count(String table) throws SQLException {
        return Sql.text(
                database,
                "select count(*) from %s join person using (user_id) where person.email = ?".formatted(table),
                email);
    }
}
