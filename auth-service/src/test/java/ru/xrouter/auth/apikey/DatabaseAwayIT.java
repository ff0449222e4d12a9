package ru.xrouter.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.CuttableLink;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(CuttablePostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields.
class DatabaseAwayIT {
    CuttableLink database;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness;

    @Test
    void answers503WhileTheDatabaseIsAwayAndRecoversByItself() {
        // Given
        var key = Operator.newKey(Operator.newAccount(), "{\"name\": \"k\"}")
                .statusCode(201)
                .extract()
                .<String>path("key");
        Operator.lookUp(key).statusCode(200);
        assertThat(readiness()).isEqualTo(200);
        // When
        database.cut();
        // Then
        Operator.lookUp(key)
                .statusCode(503)
                .header("retry-after", "1")
                .body("error.code", equalTo("service_unavailable"))
                .body("error.type", equalTo("server_error"));
        Operator.call()
                .body("{\"name\": \"Ромашка\"}")
                .post("/internal/accounts")
                .then()
                .statusCode(503)
                .header("retry-after", "1");
        assertThat(readiness()).isEqualTo(503);
        // When
        database.mend();
        // Then
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> Operator.lookUp(key).statusCode(200));
        await().atMost(Duration.ofSeconds(5)).until(() -> readiness() == 200);
    }

    private int readiness() {
        return RestAssured.get(readiness).statusCode();
    }
}
