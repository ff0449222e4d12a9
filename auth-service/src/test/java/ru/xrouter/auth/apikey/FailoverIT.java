package ru.xrouter.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.PostgresPair;

/**
 * The primary dies under load and its replica takes over: what was said to be made or revoked is, and no key is taken for an unknown one meanwhile.
 */
@QuarkusTest
@WithTestResource(PostgresPair.class)
@WithTestResource(EmbeddedRedisResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the field.
class FailoverIT {
    private static final int KEYS = 60;
    private static final int PAUSE_MILLIS = 20;

    PostgresPair.Servers postgres;

    @Test
    void losesNothingWhenAReplicaTakesOver() throws Exception {
        // Given
        var account = Operator.newAccount();
        var old = Operator.newKey(account, "{\"name\": \"old\"}")
                .statusCode(201)
                .extract()
                .<String>path("key");
        var half = new CountDownLatch(1);
        var made = new HashSet<String>();
        var revoked = new HashSet<String>();
        var looks = new HashSet<Integer>();
        try (var load = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            var changes = load.submit(() -> change(account, half, made, revoked));
            var uses = load.submit(() -> {
                while (!changes.isDone()) {
                    looks.add(Operator.lookUp(old).extract().statusCode());
                    Thread.sleep(PAUSE_MILLIS);
                }
                return null;
            });
            half.await();
            postgres.killPrimary();
            Thread.sleep(10 * PAUSE_MILLIS);
            postgres.promoteReplica();
            changes.get();
            uses.get();
        }
        // Then
        assertThat(looks).contains(200).isSubsetOf(200, 503);
        assertThat(made)
                .hasSize(KEYS / 2)
                .allSatisfy(key -> Operator.lookUp(key).statusCode(200));
        assertThat(revoked)
                .hasSize(KEYS / 2)
                .allSatisfy(key -> Operator.lookUp(key).statusCode(404));
        Operator.lookUp(old).statusCode(200);
    }

    private static Void change(String account, CountDownLatch half, Set<String> made, Set<String> revoked)
            throws Exception {
        for (int i = 0; i < KEYS; i++) {
            if (i == KEYS / 2) {
                half.countDown();
            }
            var answer = repeated(() -> Operator.newKey(account, "{\"name\": \"k\"}"))
                    .statusCode(201)
                    .extract();
            if (i % 2 == 0) {
                made.add(answer.path("key"));
            } else {
                repeated(() -> Operator.call()
                                .delete("/internal/api-keys/{id}", answer.<String>path("data.id"))
                                .then())
                        .statusCode(204);
                revoked.add(answer.path("key"));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return null;
    }

    /** As a client that repeats what failed. */
    private static ValidatableResponse repeated(Callable<ValidatableResponse> call) throws Exception {
        while (true) {
            var answer = call.call();
            if (answer.extract().statusCode() != 503) {
                return answer;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
