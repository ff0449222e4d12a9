package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.router.generation.GenerationsForTests;

/** A router between fake adapters and a fake gateway, and an account of its own with credit for every test. */
abstract class RunningRouter {
    static final String CHEAP = "{\"model\":\"alpha/cheap\",\"messages\":[]}";
    static final String SHARED = "{\"model\":\"both/shared\",\"messages\":[]}";
    static final String SHARED_STREAM = "{\"model\":\"both/shared\",\"messages\":[],\"stream\":true}";
    static final String CHUNK = "data: {\"choices\":[{\"delta\":{\"content\":\"Привет\"}}]}\n\n";
    static final ProviderFailure RATE_LIMITED = new ProviderFailure.RateLimited(Duration.ofSeconds(3));

    @Inject
    Vertx vertx;

    @Inject
    RedisDataSource redis;

    @Inject
    GenerationsForTests generations;

    @Inject
    @ConfigProperty(name = "xrouter.router.adapters.alpha.url")
    URI alphaUrl;

    @Inject
    @ConfigProperty(name = "xrouter.router.adapters.beta.url")
    URI betaUrl;

    FakeAdapter alpha;
    FakeAdapter beta;
    FakeGateway gateway;
    String account;

    @BeforeEach
    void start() {
        alpha = new FakeAdapter(vertx, alphaUrl);
        beta = new FakeAdapter(vertx, betaUrl);
        gateway = new FakeGateway(vertx, RestAssured.port);
        account = "acct-" + UUID.randomUUID();
        balance(1_000_000_000);
    }

    @AfterEach
    void stop() {
        alpha.close();
        beta.close();
    }

    void balance(long micros) {
        redis.execute("HSET", RedisNames.balance(account), "micros", Long.toString(micros), "version", "1");
    }

    List<JsonNode> events(String generationId) {
        return redis.execute("XRANGE", RedisNames.USAGE_STREAM, "-", "+").getDelegate().stream()
                .map(entry -> parse(entry.get(1).get(1).toString()))
                .filter(event -> event.get("generation_id").asText().equals(generationId))
                .toList();
    }

    static JsonNode parse(String json) {
        try {
            return FakeGateway.JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The generation's one event, seen when a later generation's event is there too. */
    JsonNode theEvent(String generationId) {
        Blocking.until(() -> !events(generationId).isEmpty());
        alpha.does(answering("later"));
        var later = gateway.chat(account, CHEAP).generationId();
        Blocking.until(() -> !events(later).isEmpty());
        assertThat(events(generationId)).hasSize(1);
        return events(generationId).getFirst();
    }

    static void assertEvent(JsonNode event, String outcome, int prompt, int completion, long cost) {
        assertThat(event.get("outcome").asText()).isEqualTo(outcome);
        assertThat(event.at("/usage/prompt_tokens").asInt()).isEqualTo(prompt);
        assertThat(event.at("/usage/completion_tokens").asInt()).isEqualTo(completion);
        assertThat(event.get("cost").asLong()).isEqualTo(cost);
    }
}
