package ru.xrouter.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
class AuditLogIT {
    private static final int OTHERS = 50_000;

    private final String email = "l" + UUID.randomUUID() + "@example.org";

    @Inject
    DataSource database;

    @Inject
    AuditLog audit;

    @Test
    void findsTheLogOfAQuietAccountWithoutReadingEverybodys() throws Exception {
        // Given
        Browser.signedIn(email);
        var account =
                Sql.text(database, "select account_id from member join person using (user_id) where email = ?", email);
        Sql.change(database, """
                insert into audit_event (at, account_id, user_id, via, act, subject, address)
                select now(), case n % 3 when 0 then 'acct-of-others' end, case n % 3 when 1 then 'user-of-others' end,
                    case n % 3 when 2 then 'app-of-others' end, 'signed_in', null, '127.0.0.1'
                from generate_series(1, ?) as n
                """, OTHERS);
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("analyze audit_event");
        }
        // When
        var events = audit.ofAccount(account, Long.MAX_VALUE, 50);
        var plan = Sql.text(
                database,
                "explain (analyze, format json) "
                        + AuditLog.OF_ACCOUNT
                                .replace(":accountId", "'" + account + "'")
                                .replace(":before", Long.toString(Long.MAX_VALUE))
                                .replace(":atMost", "50"));
        // Then
        assertThat(events).extracting(AuditLog.Event::act).contains("created_account", "signed_up", "signed_in");
        assertThat(read(new JsonMapper().readTree(plan).get(0).get("Plan")))
                .as(plan)
                .isLessThan(500);
    }

    /** How many lines of the log a plan has looked at. */
    private static long read(JsonNode node) {
        var read = 0L;
        if (node.path("Relation Name").asText().equals("audit_event")) {
            read = node.path("Actual Loops").asLong()
                    * (node.path("Actual Rows").asLong()
                            + node.path("Rows Removed by Filter").asLong()
                            + node.path("Rows Removed by Index Recheck").asLong());
        }
        for (var child : node.path("Plans")) {
            read += read(child);
        }
        return read;
    }
}
