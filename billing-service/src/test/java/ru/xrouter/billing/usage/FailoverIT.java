package ru.xrouter.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.PostgresPair;

/** The primary dies under load and its replica takes over: every event and every top-up is in the books once. */
@QuarkusTest
@WithTestResource(PostgresPair.class)
@WithTestResource(EmbeddedRedisResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields.
class FailoverIT {
    private static final int EVENTS = 400;
    private static final int TOP_UPS = 40;
    private static final long COST = 10_000;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration SOON = Duration.ofSeconds(60);

    PostgresPair.Servers postgres;

    @Inject
    Billing billing;

    @Test
    void losesNothingWhenAReplicaTakesOver() throws Exception {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00").statusCode(201);
        var half = new CountDownLatch(2);
        try (var load = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            var events = load.submit(() -> sendEvents(account, half));
            var topUps = load.submit(() -> topUp(account, half));
            half.await();
            postgres.killPrimary();
            Thread.sleep(PAUSE.multipliedBy(50));
            postgres.promoteReplica();
            // Then
            topUps.get();
            var generations = events.get();
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> Billing.credits(account, "spent_micros") == EVENTS * COST);
            billing.awaitSettled();
            for (var generation : generations) {
                Billing.generation(generation, account).statusCode(200).body("cost", equalTo((int) COST));
            }
        }
        var expected = 10_000_000 + TOP_UPS * 1_000_000L - EVENTS * COST;
        assertThat(Billing.balance(account)).isEqualTo(expected);
        assertThat(billing.copiedBalance(account)).isEqualTo(Long.toString(expected));
        assertThat(billing.parked()).isZero();
        Billing.call()
                .body("{}")
                .post("/internal/ledger/audits")
                .then()
                .statusCode(200)
                .body("differing", equalTo(0));
    }

    private List<String> sendEvents(String account, CountDownLatch half) throws InterruptedException {
        var generations = new ArrayList<String>();
        for (int i = 0; i < EVENTS; i++) {
            if (i == EVENTS / 2) {
                half.countDown();
            }
            var event = Events.costing(account, COST);
            billing.send(event);
            generations.add(event.generationId());
            Thread.sleep(PAUSE);
        }
        return generations;
    }

    /** As a client that repeats what failed: one top-up, whatever became of the answer. */
    private static int topUp(String account, CountDownLatch half) throws InterruptedException {
        for (int i = 0; i < TOP_UPS; i++) {
            if (i == TOP_UPS / 2) {
                half.countDown();
            }
            var reference = UUID.randomUUID().toString();
            while (Billing.topUp(account, "1.00", reference).extract().statusCode() >= 500) {
                Thread.sleep(PAUSE.multipliedBy(10));
            }
        }
        return TOP_UPS;
    }
}
