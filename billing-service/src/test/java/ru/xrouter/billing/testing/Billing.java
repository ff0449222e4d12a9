package ru.xrouter.billing.testing;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.UsageEvent;

/** Billing as the router, the gateway and operators meet it. */
@Singleton
public class Billing {
    private final RedisDataSource redis;
    private final ObjectMapper json;

    Billing(RedisDataSource redis, ObjectMapper json) {
        this.redis = redis;
        this.json = json;
    }

    public static RequestSpecification call() {
        return given().header("authorization", "Bearer local-service-token").contentType(ContentType.JSON);
    }

    public static ValidatableResponse topUp(String accountId, String roubles) {
        return topUp(accountId, roubles, UUID.randomUUID().toString());
    }

    public static ValidatableResponse topUp(String accountId, String roubles, String reference) {
        return call().body("{\"amount\": \"%s\", \"reference\": \"%s\"}".formatted(roubles, reference))
                .post("/internal/accounts/{id}/top-ups", accountId)
                .then();
    }

    public static long credits(String accountId, String member) {
        return call().get("/internal/accounts/{id}/credits", accountId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong(member);
    }

    public static long balance(String accountId) {
        return credits(accountId, "balance_micros");
    }

    public static ValidatableResponse generation(String generationId, String accountId) {
        return call().queryParam("account_id", accountId)
                .get("/internal/generations/{id}", generationId)
                .then();
    }

    public void send(UsageEvent event) {
        try {
            sendText(json.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public void sendText(String event) {
        redis.stream(String.class).xadd(RedisNames.USAGE_STREAM, Map.of(RedisNames.EVENT_FIELD, event));
    }

    /** Waits until no entry is unfinished. */
    public void awaitSettled() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> redis.stream(String.class).xlen(RedisNames.USAGE_STREAM) == 0);
    }

    /** Reserves credit as the router's script does. */
    public void hold(String accountId, String generationId, long micros, long expiresAtMillis) {
        hold(accountId, generationId, micros, expiresAtMillis, false);
    }

    /** Reserves credit, also of the spending cap of the account's key. */
    public void holdOfCap(String accountId, String generationId, long micros, long expiresAtMillis) {
        hold(accountId, generationId, micros, expiresAtMillis, true);
        redis.hash(String.class).hincrby(RedisNames.keySpend(accountId, "key-of-" + accountId), "held", micros);
    }

    private void hold(String accountId, String generationId, long micros, long expiresAtMillis, boolean capped) {
        hold(
                accountId,
                generationId,
                micros,
                expiresAtMillis,
                "%d:%d:key-of-%s:%d:%s".formatted(micros, expiresAtMillis, accountId, capped ? 1 : 0, Events.MODEL));
    }

    /** Reserves credit in words of the test's own. */
    public void hold(String accountId, String generationId, long micros, long expiresAtMillis, String value) {
        redis.hash(String.class).hset(RedisNames.holds(accountId), generationId, value);
        redis.value(String.class).incrby(RedisNames.held(accountId), micros);
        redis.sortedSet(String.class)
                .zadd(RedisNames.holdRegistry(accountId), (double) expiresAtMillis, accountId + " " + generationId);
    }

    /** What Redis knows of the spend of the account's key. */
    public Map<String, String> keySpend(String accountId) {
        return redis.hash(String.class).hgetall(RedisNames.keySpend(accountId, "key-of-" + accountId));
    }

    public boolean registered(String accountId, String generationId) {
        return redis.sortedSet(String.class)
                .zscore(RedisNames.holdRegistry(accountId), accountId + " " + generationId)
                .isPresent();
    }

    public List<String> holds(String accountId) {
        return redis.hash(String.class).hkeys(RedisNames.holds(accountId));
    }

    public @Nullable String held(String accountId) {
        return redis.value(String.class).get(RedisNames.held(accountId));
    }

    public @Nullable String copiedBalance(String accountId) {
        return redis.hash(String.class).hget(RedisNames.balance(accountId), "micros");
    }

    public void copy(String accountId, Map<String, String> copy) {
        redis.hash(String.class).hset(RedisNames.balance(accountId), copy);
    }

    public Map<String, String> copy(String accountId) {
        return redis.hash(String.class).hgetall(RedisNames.balance(accountId));
    }

    public long parked() {
        return redis.stream(String.class).xlen(RedisNames.USAGE_PARKED);
    }
}
