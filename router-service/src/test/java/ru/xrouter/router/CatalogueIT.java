package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.counting;
import static ru.xrouter.router.FakeAdapter.refusing;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.router.catalogue.TestCatalogue;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** The models on sale, what a chat with them would cost, and a catalogue that changes. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class CatalogueIT extends RunningRouter {
    @Inject
    @ConfigProperty(name = "xrouter.router.catalogue")
    Path catalogue;

    @Inject
    MeterRegistry metrics;

    @Test
    void tellsWhatAChatWouldCountAndCostWithoutHoldingAnything() {
        // Given
        beta.does(counting(1000));
        var body = "{\"model\":\"auto\",\"max_tokens\":50,\"messages\":[]}";
        // When
        var answer = gateway.post("/v1/tokenize", account, body);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Beta");
        var json = answer.json();
        assertThat(json.get("object").asText()).isEqualTo("tokenization");
        assertThat(json.get("model").asText()).isEqualTo("beta/dear");
        assertThat(json.get("prompt_tokens").asInt()).isEqualTo(1000);
        assertThat(json.get("estimated").asBoolean()).isFalse();
        assertThat(json.get("max_completion_tokens").asInt()).isEqualTo(50);
        assertThat(json.at("/pricing/prompt").asText()).isEqualTo("0.001");
        // 1000 × 1000 micro-roubles, and 50 × 2000 more
        assertThat(json.at("/cost/prompt").decimalValue()).isEqualByComparingTo("1");
        assertThat(json.at("/cost/max").decimalValue()).isEqualByComparingTo("1.1");
        // What a chat reserves: half as many prompt tokens as bytes at the dearest candidate.
        alpha.does(answering("x"));
        beta.does(answering("x"));
        var chat = gateway.chat(account, body);
        var held = redis.execute("HGET", RedisNames.holds(account), chat.generationId())
                .toString();
        assertThat(json.get("hold").decimalValue().movePointRight(6).longValueExact())
                .isEqualTo(Long.parseLong(held.substring(0, held.indexOf(':'))));
        theEvent(chat.generationId());
        assertThat(events(answer.generationId())).isEmpty();
        assertThat(redis.execute("HEXISTS", RedisNames.holds(account), answer.generationId())
                        .toInteger())
                .isZero();
    }

    @Test
    void tellsWhyTokensCouldNotBeCounted() {
        // Given
        alpha.does(refusing(new ProviderFailure.InvalidRequest("No.", "tools", "unsupported_parameter")));
        // When
        var refused = gateway.post("/v1/tokenize", account, CHEAP);
        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/param").asText()).isEqualTo("tools");
        // When
        alpha.does(response -> response.end("not a count"));
        // Then
        assertThat(gateway.post("/v1/tokenize", account, CHEAP).status()).isEqualTo(502);
        // When
        alpha.does(_ -> {});
        // Then
        assertThat(gateway.post("/v1/tokenize", account, CHEAP).status()).isEqualTo(504);
        Blocking.until(() -> alpha.resets() == 1);
    }

    @Test
    void findsModelsWhoseIdsHaveSlashesEscapedOrNot() {
        // When
        var list = gateway.call(HttpMethod.GET, "/v1/models");
        var plain = gateway.call(HttpMethod.GET, "/v1/models/alpha/cheap");
        var escaped = gateway.call(HttpMethod.GET, "/v1/models/alpha%2Fcheap");
        var alias = gateway.call(HttpMethod.GET, "/v1/models/a:latest");
        var unknown = gateway.call(HttpMethod.GET, "/v1/models/alpha/none");
        // Then
        assertThat(list.json().get("data")).isNotEmpty();
        assertThat(plain.json().get("id").asText()).isEqualTo("alpha/cheap");
        assertThat(escaped.body()).isEqualTo(plain.body());
        assertThat(alias.json().get("id").asText()).isEqualTo("a:latest");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("model_not_found");
    }

    @Test
    void showsInTheBackgroundWhatAProviderNoLongerLists() {
        // Given
        alpha.lists("{\"data\":[{\"id\":\"a-shared\",\"deprecated\":true}]}");
        beta.lists("nonsense");
        // When
        Blocking.until(() -> !gateway.call(HttpMethod.GET, "/v1/models/alpha/cheap")
                .json()
                .get("available")
                .asBoolean(true));
        // Then
        assertThat(gateway.call(HttpMethod.GET, "/v1/models/both/shared")
                        .json()
                        .get("available")
                        .asBoolean())
                .isTrue();
        assertThat(gateway.call(HttpMethod.GET, "/v1/models/beta/dear")
                        .json()
                        .get("available")
                        .isNull())
                .isTrue();
        assertThat(gateway.chat(account, CHEAP).status()).isEqualTo(200);
    }

    @Test
    void takesAChangedCatalogueWithoutARestartAndKeepsTheOldOneWhenItIsBad() throws IOException {
        try {
            // Given
            Files.writeString(catalogue, TestCatalogue.YAML.replace("alpha/cheap", "alpha/renamed"));
            Blocking.until(() ->
                    gateway.call(HttpMethod.GET, "/v1/models/alpha/renamed").status() == 200);
            // When
            Files.writeString(catalogue, "models: [nonsense");
            Blocking.until(() -> reloads("refused") >= 1);
            // Then
            assertThat(gateway.call(HttpMethod.GET, "/v1/models/alpha/renamed").status())
                    .isEqualTo(200);
        } finally {
            Files.writeString(catalogue, TestCatalogue.YAML);
            Blocking.until(
                    () -> gateway.call(HttpMethod.GET, "/v1/models/alpha/cheap").status() == 200);
        }
    }

    @Test
    void chargesAGenerationByThePriceAtWhichItBegan() throws IOException {
        try {
            // Given
            alpha.does(answering("x"));
            var past = gateway.chat(account, SHARED).generationId();
            var adapterSide = new CompletableFuture<HttpServerResponse>();
            alpha.does(response -> adapterSide.complete(streaming(response, CHUNK)));
            var running = gateway.open(account, SHARED_STREAM);
            running.awaitText("Привет");
            // When
            Files.writeString(catalogue, TestCatalogue.YAML.replace("\"500\"", "\"5000\""));
            Blocking.until(() -> sharedPrice().equals("0.005"));
            adapterSide.join().end(report(5, ",\"finish_reason\":\"stop\""));
            running.awaitText("data: [DONE]");
            alpha.does(answering("x"));
            var later = gateway.chat(account, SHARED).generationId();
            // Then
            assertPriced(past, 500_000_000, 7500);
            assertPriced(running.generationId(), 500_000_000, 7500);
            assertPriced(later, 5_000_000_000L, 75_000);
        } finally {
            Files.writeString(catalogue, TestCatalogue.YAML);
            Blocking.until(() -> sharedPrice().equals("0.0005"));
        }
    }

    private String sharedPrice() {
        return gateway.call(HttpMethod.GET, "/v1/models/both/shared")
                .json()
                .at("/pricing/prompt")
                .asText();
    }

    /** The generation's one event, of 15 tokens. */
    private void assertPriced(String generationId, long perMillion, long cost) {
        var event = theEvent(generationId);
        assertThat(event.at("/price/prompt_per_million").asLong()).isEqualTo(perMillion);
        assertThat(event.at("/price/completion_per_million").asLong()).isEqualTo(perMillion);
        assertEvent(event, "answered", 10, 5, cost);
    }

    private double reloads(String result) {
        return metrics.get("xrouter_router_catalogue_reloads")
                .tag("result", result)
                .counter()
                .count();
    }
}
