package ru.xrouter.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.CuttableLinks;
import ru.xrouter.billing.testing.Events;

@QuarkusTest
@WithTestResource(CuttableLinks.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields.
class OutageIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    CuttableLinks.Links links;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness;

    @Inject
    Billing billing;

    @AfterEach
    void mend() {
        links.postgres().mend();
        links.redis().mend();
        await().atMost(SOON).until(() -> readiness() == 200);
    }

    @Test
    void settlesWhatCameWhileTheDatabaseWasAway() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00").statusCode(201);
        links.postgres().cut();
        // When
        billing.send(Events.costing(account, 1_000_000));
        // Then
        await().atMost(SOON).until(() -> readiness() == 503);
        Billing.topUp(account, "1.00")
                .statusCode(503)
                .header("retry-after", "1")
                .body("error.code", equalTo("service_unavailable"));
        // When
        links.postgres().mend();
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(9_000_000);
        assertThat(billing.copiedBalance(account)).isEqualTo("9000000");
        assertThat(billing.parked()).isZero();
    }

    @Test
    void publishesATopUpThatWasMadeWhileRedisWasAway() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00").statusCode(201);
        links.redis().cut();
        // When
        var toppedUp = Billing.topUp(account, "5.00");
        // Then
        toppedUp.statusCode(201).body("balance_micros", equalTo(15_000_000));
        Billing.call()
                .get("/internal/accounts/{id}/credits", account)
                .then()
                .statusCode(503)
                .header("retry-after", "1");
        await().atMost(SOON).until(() -> readiness() == 503);
        // When
        links.redis().mend();
        // Then
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(billing.copiedBalance(account)).isEqualTo("15000000"));
    }

    private int readiness() {
        return RestAssured.get(readiness).statusCode();
    }
}
