package ru.xrouter.auth.migration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Auth as a role that owns nothing. */
@QuarkusTest
@TestProfile(MigrateNeverIT.Never.class)
@WithTestResource(MigratedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class MigrateNeverIT {
    @Inject
    DataSource database;

    @Test
    void serves() {
        given().header("authorization", "Bearer local-service-token")
                .contentType(ContentType.JSON)
                .body("{\"name\": \"Ромашка\"}")
                .post("/internal/accounts")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table mine (id int)",
                "alter table account add column mine int",
                "drop table api_key",
                "update audit_event set act = ''",
                "delete from audit_event",
                "delete from flyway_schema_history"
            })
    void mayNot(String statement) {
        assertThatThrownBy(() -> run(statement)).hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public static final class Never implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xrouter.migrate", "never");
        }
    }
}
