package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.refusing;
import static ru.xrouter.router.FakeAdapter.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** What the router measures, shares with the others, shows and goes by. */
@QuarkusTest
@TestProfile(HealthIT.OfItsOwn.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class HealthIT extends RunningRouter {
    private static final String PATH = "/v1/providers/status";
    private static final String SHARED_MODEL = "both/shared";

    /** A router that has seen nothing of other tests. */
    public static final class OfItsOwn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xrouter.router.health-every", "100ms");
        }
    }

    @Test
    void measuresSharesAndShowsAndSortsByIt() {
        // Given an account whose requests Alpha answers, and another router to which Beta was slow, and Gone does not
        // answer
        alpha.does(answering("x"));
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.chat(account, SHARED).headers().get(Headers.PROVIDER))
                    .isEqualTo("Alpha");
        }
        another("other", """
                [{"model":"both/shared","provider":"Beta","answered":9,"failed":1,"whole":{"60":9}},
                 {"model":"gone/first","provider":"Gone","failed":20,"of":"a newer release"}]
                """);
        // When
        Blocking.until(() -> model("alpha", SHARED_MODEL).path("latency_ms").isObject()
                && model("beta", SHARED_MODEL).path("latency_ms").isObject());
        // Then
        assertThat(model("alpha", SHARED_MODEL).path("status").asText()).isEqualTo("operational");
        var slow = model("beta", SHARED_MODEL);
        assertThat(slow.path("status").asText()).isEqualTo("degraded");
        assertThat(slow.path("error_rate").asText()).isEqualTo("0.1");
        assertThat(slow.at("/latency_ms/p50").asInt()).isEqualTo(4384);
        assertThat(of("gone").path("status").asText()).isEqualTo("down");
        // And it tells the others
        assertThat(redis.execute("HVALS", RedisNames.PROVIDER_HEALTH).toString())
                .contains("\"both/shared\",\"provider\":\"Alpha\",\"answered\":");
        // And it goes by it
        beta.does(answering("x"));
        var sorted = "{\"model\":\"both/shared\",\"messages\":[],\"provider\":{\"sort\":\"latency\"}}";
        assertThat(gateway.chat(account, sorted).headers().get(Headers.PROVIDER))
                .isEqualTo("Alpha");
        // When Alpha is much slower still, to a third router
        another("third", "[{\"model\":\"both/shared\",\"provider\":\"Alpha\",\"answered\":99,\"whole\":{\"80\":99}}]");
        // Then
        Blocking.until(() ->
                gateway.chat(account, sorted).headers().get(Headers.PROVIDER).equals("Beta"));
        redis.execute("DEL", RedisNames.PROVIDER_HEALTH);
    }

    @Test
    void measuresStreamsByTheirFirstToken() {
        // Given
        beta.does(response -> streaming(response, CHUNK + FakeAdapter.report(50, ",\"finish_reason\":\"stop\""))
                .end());
        // When
        for (int i = 0; i < 5; i++) {
            gateway.chat(account, "{\"model\":\"beta/dear\",\"messages\":[],\"stream\":true}");
        }
        // Then
        Blocking.until(
                () -> model("beta", "beta/dear").path("tokens_per_second").isNumber());
        assertThat(model("beta", "beta/dear").path("time_to_first_token_ms").isObject())
                .isTrue();
        assertThat(model("beta", "beta/dear").path("latency_ms").isNull()).isTrue();
    }

    @Test
    void forgetsARouterThatHasGoneAndPassesOverWhatItCannotRead() {
        // Given
        var minutesAgo = Long.toString(System.currentTimeMillis() / 1000 - 61);
        redis.execute("HSET", RedisNames.PROVIDER_HEALTH, "dead", minutesAgo + " []");
        another("strange", "{\"not\":\"a list\"}");
        // When
        Blocking.until(() ->
                redis.execute("HEXISTS", RedisNames.PROVIDER_HEALTH, "dead").toInteger() == 0);
        // Then
        alpha.does(refusing(RATE_LIMITED));
        for (int i = 0; i < 20; i++) {
            gateway.chat(account, CHEAP);
        }
        Blocking.until(
                () -> model("alpha", "alpha/cheap").path("status").asText().equals("down"));
        redis.execute("DEL", RedisNames.PROVIDER_HEALTH);
    }

    @Test
    void isForOurServicesAloneAndTakesGet() {
        assertThat(RestAssured.get(PATH).statusCode()).isEqualTo(401);
        assertThat(gateway.call(HttpMethod.POST, PATH).status()).isEqualTo(405);
    }

    /** Another router, which has just told what it saw. */
    private void another(String name, String reports) {
        var now = System.currentTimeMillis() / 1000;
        redis.execute("HSET", RedisNames.PROVIDER_HEALTH, name, now + " " + reports);
    }

    private JsonNode of(String provider) {
        return find(gateway.call(HttpMethod.GET, PATH).json().path("data"), provider);
    }

    private JsonNode model(String provider, String model) {
        return find(of(provider).path("models"), model);
    }

    private static JsonNode find(JsonNode list, String id) {
        for (var each : list) {
            if (each.path("id").asText().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("no " + id + " in " + list);
    }
}
