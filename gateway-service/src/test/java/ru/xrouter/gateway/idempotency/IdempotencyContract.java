package ru.xrouter.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.open;
import static ru.xrouter.gateway.testing.GatewayClient.raw;
import static ru.xrouter.gateway.testing.GatewayClient.rawPost;
import static ru.xrouter.gateway.testing.GatewayClient.request;
import static ru.xrouter.gateway.testing.GatewayClient.send;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.FakeRouter;
import ru.xrouter.gateway.testing.Peers;

/** What a request with an {@code Idempotency-Key} may expect that was sent before. */
abstract class IdempotencyContract {
    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry metrics;

    private final String idempotencyKey = UUID.randomUUID().toString();
    private FakeAuth.Key key;

    @BeforeEach
    void start() {
        Peers.start();
        key = Peers.auth().newKey(1000, 100, null);
    }

    @Test
    void givesACompletedAnswerAgainWithoutAskingTheRouter() throws InterruptedException {
        // Given
        var first = post(body("plain", ""));
        kept();
        var asked = lastAsked();
        // When
        var again = post(body("plain", ""));
        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("x-xrouter-replayed")).isEmpty();
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("content-type"))
                .isEqualTo(first.headers().firstValue("content-type"));
        assertThat(again.headers().firstValue("x-xrouter-model")).contains("gigachat/gigachat-2");
        assertThat(again.headers().firstValue("x-xrouter-replayed"))
                .isEqualTo(first.headers().firstValue("x-request-id"));
        assertThat(lastAsked()).isEqualTo(asked);
    }

    @Test
    void givesAStreamAgainAsItWas() throws InterruptedException {
        // Given
        var first = post(body("stream", ""));
        kept();
        var asked = lastAsked();
        // When
        var again = post(body("stream", ""));
        // Then
        assertThat(first.body()).isEqualTo(String.join("", FakeRouter.STREAM));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        assertThat(lastAsked()).isEqualTo(asked);
    }

    @Test
    void givesAStreamAgainThatWasPaidThoughItsTimeWasOver() throws InterruptedException {
        // Given
        var first = post(body("late-stream", ""));
        kept();
        var asked = lastAsked();
        // When
        var again = post(body("late-stream", ""));
        // Then
        assertThat(first.body()).isEqualTo(String.join("", FakeRouter.LATE_STREAM));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(lastAsked()).isEqualTo(asked);
    }

    @Test
    void servesAStreamAnewThatOurStopEnded() throws InterruptedException {
        // Given
        post(body("stopped-stream", ""));
        eventually(() -> !redis.key().exists(entry()));
        var asked = lastAsked();
        // When
        var again = post(body("stopped-stream", ""));
        // Then
        assertThat(again.body()).isEqualTo(String.join("", FakeRouter.STOPPED_STREAM));
        assertThat(lastAsked()).isNotEqualTo(asked);
    }

    @Test
    void refusesAnotherBodyAndAnotherPath() throws InterruptedException {
        // Given
        post(body("plain", ""));
        kept();
        // When
        var other = post(body("plain", "other"));
        var path = send(chat(body("plain", ""), "/v1/completions"));
        // Then
        assertConflict(other, "idempotency_conflict");
        assertThat(path.statusCode()).isIn(400, 409);
    }

    @Test
    void refusesASecondRequestWhileTheFirstIsRunning() throws InterruptedException {
        // Given
        var running = CompletableFuture.supplyAsync(() -> post(body("hold", key.id())));
        eventually(() -> redis.key().exists(entry()));
        // When
        var second = post(body("hold", key.id()));
        // Then
        assertConflict(second, "idempotency_in_progress");
        eventually(() -> Peers.router().answer(key.id()));
        assertThat(running.join().statusCode()).isEqualTo(200);
    }

    @Test
    void letsARefusedRequestComeAgain() throws InterruptedException {
        // Given
        var refused = post(body("unpaid", ""));
        eventually(() -> !redis.key().exists(entry()));
        var asked = lastAsked();
        // When
        var again = post(body("unpaid", ""));
        // Then
        assertThat(refused.statusCode()).isEqualTo(402);
        assertThat(again.statusCode()).isEqualTo(402);
        assertThat(lastAsked()).isNotEqualTo(asked);
    }

    @Test
    void keepsTheAnswerOfAClientThatLeftBeforeItCame() throws InterruptedException, IOException {
        // Given
        leaves("hold");
        var whileItRuns = post(body("hold", key.id()));
        // When
        Peers.router().answer(key.id());
        kept();
        // Then
        var again = post(body("hold", key.id()));
        assertConflict(whileItRuns, "idempotency_in_progress");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(FakeRouter.PLAIN);
        assertThat(again.headers().firstValue("x-xrouter-replayed")).isPresent();
    }

    /** Asks, and leaves when the router has the request. */
    private void leaves(String model) throws InterruptedException, IOException {
        var before = left();
        var request = rawPost(key, body(model, key.id()))
                .replace("content-type", "idempotency-key: " + idempotencyKey + "\r\ncontent-type");
        try (var _ = raw(request)) {
            eventually(() -> Peers.router().holds(key.id()));
        }
        eventually(() -> left() > before);
    }

    private double left() {
        return metrics.get("xrouter_gateway_client_gone_total").counter().count();
    }

    @Test
    void letsARequestComeAgainWhoseClientLeftAndThatWasRefusedThen() throws InterruptedException, IOException {
        // Given
        leaves("hold-unpaid");
        // When
        Peers.router().answer(key.id());
        // Then
        eventually(() -> !redis.key().exists(entry()));
        eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.running(key.accountId(), key.id())) == 0);
    }

    @Test
    void forgetsAnAnswerThatBrokeOffAndAStreamWhoseClientLeft() throws InterruptedException, IOException {
        // Given
        post(body("cut-stream", ""));
        eventually(() -> !redis.key().exists(entry()));
        var endless = body("endless", key.id()).replace("{\"model\"", "{\"stream\":true,\"model\"");
        // When
        try (var stream = open(chat(endless, "/v1/chat/completions")).body()) {
            assertThat(stream.read()).isEqualTo('d');
            assertThat(redis.key().exists(entry())).isTrue();
        }
        // Then
        Peers.router().cancelOf(key.id()).orTimeout(60, TimeUnit.SECONDS).join();
        eventually(() -> !redis.key().exists(entry()));
    }

    @Test
    void neverPaysTwiceForAnAnswerThatIsTooLargeToKeep() throws InterruptedException {
        // Given
        redis.value(String.class).setex(RedisNames.idempotentBytes(key.accountId()), 600, Integer.toString(16 << 20));
        var first = post(body("plain", ""));
        eventually(() -> "answered".equals(redis.hash(String.class).hget(entry(), "state")));
        // When
        var again = post(body("plain", ""));
        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertConflict(again, "idempotency_answer_not_kept");
    }

    @Test
    void keepsAccountsApartAndRefusesKeysThatAreNone() throws InterruptedException {
        // Given
        post(body("plain", ""));
        kept();
        var asked = lastAsked();
        key = Peers.auth().newKey(1000, 100, null);
        // When
        var others = post(body("plain", ""));
        var tooLong = send(request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .header("idempotency-key", "x".repeat(256))
                .POST(BodyPublishers.ofString(body("plain", ""))));
        // Then
        assertThat(others.headers().firstValue("x-xrouter-replayed")).isEmpty();
        assertThat(lastAsked()).isNotEqualTo(asked);
        assertThat(tooLong.statusCode()).isEqualTo(400);
    }

    private void kept() throws InterruptedException {
        eventually(() -> "kept".equals(redis.hash(String.class).hget(entry(), "state")));
    }

    private static String lastAsked() {
        return String.valueOf(Peers.router().last().headers().get(Headers.GENERATION_ID));
    }

    private String entry() {
        var digest = Objects.requireNonNull(IdempotencyKey.read(idempotencyKey, key.accountId()));
        return digest.entry();
    }

    private HttpResponse<String> post(String body) {
        return send(chat(body, "/v1/chat/completions"));
    }

    private HttpRequest.Builder chat(String body, String path) {
        return request(path, key)
                .header("content-type", "application/json")
                .header("idempotency-key", idempotencyKey)
                .POST(BodyPublishers.ofString(body));
    }

    private static void assertConflict(HttpResponse<String> response, String code) {
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
        assertThat(json(response).get("error").get("code").asText()).isEqualTo(code);
    }
}
