package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.counting;
import static ru.xrouter.router.FakeAdapter.refusing;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.router.catalogue.TestCatalogue;
import ru.xrouter.router.generation.GenerationsForTests;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class RouterIT {
    private static final String CHEAP = "{\"model\":\"alpha/cheap\",\"messages\":[]}";
    private static final String SHARED = "{\"model\":\"both/shared\",\"messages\":[]}";
    private static final String SHARED_STREAM = "{\"model\":\"both/shared\",\"messages\":[],\"stream\":true}";
    private static final String CHUNK = "data: {\"choices\":[{\"delta\":{\"content\":\"Привет\"}}]}\n\n";
    private static final ProviderFailure RATE_LIMITED = new ProviderFailure.RateLimited(Duration.ofSeconds(3));

    @Inject
    Vertx vertx;

    @Inject
    RedisDataSource redis;

    @Inject
    GenerationsForTests generations;

    @Inject
    MeterRegistry metrics;

    @Inject
    @ConfigProperty(name = "xrouter.router.adapters.alpha.url")
    URI alphaUrl;

    @Inject
    @ConfigProperty(name = "xrouter.router.adapters.beta.url")
    URI betaUrl;

    @Inject
    @ConfigProperty(name = "xrouter.router.billing-url")
    URI billingUrl;

    @Inject
    @ConfigProperty(name = "xrouter.router.catalogue")
    Path catalogue;

    private FakeAdapter alpha;
    private FakeAdapter beta;
    private FakeGateway gateway;
    private String account;

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

    private void balance(long micros) {
        redis.execute("HSET", RedisNames.balance(account), "micros", Long.toString(micros), "version", "1");
    }

    private List<JsonNode> events(String generationId) {
        return redis.execute("XRANGE", RedisNames.USAGE_STREAM, "-", "+").getDelegate().stream()
                .map(entry -> parse(entry.get(1).get(1).toString()))
                .filter(event -> event.get("generation_id").asText().equals(generationId))
                .toList();
    }

    private static JsonNode parse(String json) {
        try {
            return FakeGateway.JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The generation's one event, seen when a later generation's event is there too. */
    private JsonNode theEvent(String generationId) {
        Blocking.until(() -> !events(generationId).isEmpty());
        alpha.does(answering("later"));
        var later = gateway.chat(account, CHEAP).generationId();
        Blocking.until(() -> !events(later).isEmpty());
        assertThat(events(generationId)).hasSize(1);
        return events(generationId).getFirst();
    }

    private static void assertEvent(JsonNode event, String outcome, int prompt, int completion, long cost) {
        assertThat(event.get("outcome").asText()).isEqualTo(outcome);
        assertThat(event.at("/usage/prompt_tokens").asInt()).isEqualTo(prompt);
        assertThat(event.at("/usage/completion_tokens").asInt()).isEqualTo(completion);
        assertThat(event.get("cost").asLong()).isEqualTo(cost);
    }

    @Test
    void appendsUsageAndCostAndRecordsThem() {
        // Given
        alpha.does(answering("Привет"));
        // When
        var answer = gateway.chat(account, CHEAP);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/choices/0/message/content").asText()).isEqualTo("Привет");
        assertThat(answer.json().at("/usage/total_tokens").asInt()).isEqualTo(15);
        // 10 × 100 + 5 × 200.5 micro-roubles, rounded up once
        assertThat(answer.json().at("/usage/cost").decimalValue()).isEqualByComparingTo("0.002003");
        assertThat(answer.headers().get(Headers.MODEL)).isEqualTo("alpha/cheap");
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Alpha");
        assertThat(answer.headers().get(Headers.PROVIDER_TIME)).isEqualTo("1234");
        assertThat(answer.headers().get(Headers.IGNORED_PARAMETERS)).isEqualTo("seed");
        assertThat(answer.headers().get("content-length"))
                .isEqualTo(Integer.toString(answer.body().getBytes(StandardCharsets.UTF_8).length));
        var event = theEvent(answer.generationId());
        assertEvent(event, "answered", 10, 5, 2003);
        assertThat(event.get("account_id").asText()).isEqualTo(account);
        assertThat(event.get("provider_request_id").asText()).isEqualTo("p-1");
        assertThat(event.get("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void sendsTheBodyUnchangedWithWhatTheAdapterNeeds() {
        // Given
        alpha.does(answering("x"));
        var body = "{ \"model\" : \"a:latest\",\n \"messages\":[ ], \"unknown\":\"\\u0000é\" }";
        // When
        var answer = gateway.chat(account, body);
        // Then
        assertThat(alpha.received())
                .containsExactly(new FakeAdapter.Received(
                        "/v1/chat/completions",
                        answer.generationId(),
                        account,
                        "alpha/cheap",
                        "a-cheap",
                        "Bearer local-service-token",
                        null,
                        null,
                        body));
    }

    @Test
    void servesLegacyCompletionsAtTheAdaptersSamePath() {
        // Given
        alpha.does(answering("x"));
        // When
        var answer = gateway.post("/v1/completions", account, "{\"model\":\"alpha/cheap\",\"prompt\":\"x\"}");
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(alpha.received()).extracting(FakeAdapter.Received::path).containsExactly("/v1/completions");
        assertEvent(theEvent(answer.generationId()), "answered", 10, 5, 2003);
    }

    @Test
    void endsALegacyStreamWithAUsageChunkOfItsOwnKind() {
        // Given
        alpha.does(response -> streaming(response, report(1, "") + CHUNK)
                .end(report(5, ",\"finish_reason\":\"stop\",\"include_usage\":true")));
        // When
        var answer = gateway.post(
                "/v1/completions", account, "{\"model\":\"both/shared\",\"prompt\":\"x\",\"stream\":true}");
        // Then
        var rest = answer.body().substring(CHUNK.length());
        var usage = parse(rest.substring("data: ".length(), rest.indexOf("\n\n")));
        assertThat(usage.get("object").asText()).isEqualTo("text_completion");
        assertThat(usage.get("choices")).isEmpty();
        assertThat(usage.at("/usage/total_tokens").asInt()).isEqualTo(15);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void chargesEmbeddingsForTheirPrompt() {
        // Given
        beta.does(response -> response.putHeader("content-type", "application/json")
                .putHeader(
                        Headers.REPORT, "{\"usage\":{\"prompt_tokens\":10},\"finish_reason\":\"stop\",\"created\":1}")
                .end("{\"object\":\"list\",\"data\":[]}"));
        // When
        var answer =
                gateway.post("/v1/embeddings", account, "{\"model\":\"beta/vectors\",\"input\":\"x\",\"stream\":true}");
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/usage/prompt_tokens").asInt()).isEqualTo(10);
        assertThat(answer.json().at("/usage/cost").decimalValue()).isEqualByComparingTo("0.0001");
        assertThat(beta.received())
                .extracting(FakeAdapter.Received::path, FakeAdapter.Received::providerModel)
                .containsExactly(tuple("/v1/embeddings", "b-vectors"));
        var event = theEvent(answer.generationId());
        assertEvent(event, "answered", 10, 0, 100);
        assertThat(event.get("streamed").asBoolean()).isFalse();
    }

    @Test
    void neverTakesAStreamForEmbeddings() {
        // Given
        beta.does(response -> streaming(response, CHUNK).end(report(5, ",\"finish_reason\":\"stop\"")));
        // When
        var answer = gateway.post("/v1/embeddings", account, "{\"model\":\"beta/vectors\",\"input\":\"x\"}");
        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertEvent(theEvent(answer.generationId()), "provider_error", 0, 0, 0);
    }

    @Test
    void refusesAModelAtAnEndpointThatItDoesNotServe() {
        // When
        var chat = gateway.chat(account, "{\"model\":\"beta/vectors\",\"messages\":[]}");
        var embeddings = gateway.post("/v1/embeddings", account, "{\"model\":\"alpha/cheap\",\"input\":\"x\"}");
        var tokenize = gateway.post("/v1/tokenize", account, "{\"model\":\"beta/vectors\",\"prompt\":\"x\"}");
        // Then
        assertThat(List.of(chat, embeddings, tokenize)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().at("/error/param").asText()).isEqualTo("model");
        });
    }

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
    void tellsAnSdkNotToRepeatAGenerationThatIsRunning() {
        // Given
        alpha.does(answering("x"));
        var first = gateway.chat(account, CHEAP);
        // When
        var again = gateway.post("/v1/chat/completions", account, first.generationId(), CHEAP);
        // Then
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.headers().get(Headers.SHOULD_RETRY)).isEqualTo("false");
    }

    @Test
    void placesAHoldBeforeTheAttempt() {
        // Given
        alpha.does(answering("x"));
        // When
        var answer = gateway.chat(account, CHEAP);
        // Then
        var hold = redis.execute("HGET", RedisNames.holds(account), answer.generationId());
        var held = redis.execute("GET", RedisNames.held(account));
        assertThat(hold.toString()).matches("\\d+:\\d+:key-1:0:alpha/cheap");
        assertThat(hold.toString()).startsWith(held + ":");
    }

    @Test
    void fallsBackWhenTheFirstIsRateLimited() {
        // Given
        alpha.does(refusing(RATE_LIMITED));
        beta.does(answering("from beta"));
        // When
        var answer = gateway.chat(account, SHARED);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Beta");
        var event = theEvent(answer.generationId());
        assertEvent(event, "answered", 10, 5, 7500);
        assertThat(event.get("provider").asText()).isEqualTo("Beta");
        assertThat(event.get("attempts").asInt()).isEqualTo(2);
    }

    @Test
    void fallsBackWhenTheFirstCannotBeReached() {
        // Given
        alpha.does(answering("x"));
        // When
        var answer = gateway.chat(account, "{\"model\":\"gone/first\",\"models\":[\"alpha/cheap\"],\"messages\":[]}");
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get(Headers.MODEL)).isEqualTo("alpha/cheap");
    }

    @Test
    void fallsBackWhenTheFirstResetsBeforeItsHead() {
        // Given
        alpha.does(response -> response.reset(2));
        beta.does(answering("x"));
        // When
        var answer = gateway.chat(account, SHARED);
        // Then
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Beta");
    }

    @Test
    void fallsBackWhenTheFirstIsSilentAndCancelsIt() {
        // Given
        alpha.does(_ -> {});
        beta.does(answering("x"));
        // When
        var answer = gateway.chat(account, SHARED);
        // Then
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Beta");
        Blocking.until(() -> alpha.resets() == 1);
    }

    @Test
    void fallsBackWhenAStreamEndsBeforeItsFirstEvent() {
        // Given
        alpha.does(response -> streaming(response, report(0, "")).end());
        beta.does(answering("x"));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Beta");
    }

    @Test
    void fallsBackWhenAnAnswerBreaksOffBeforeTheClientHasSeenAByte() {
        // Given
        alpha.does(response -> {
            response.putHeader("content-type", "application/json")
                    .putHeader(Headers.REPORT, FakeAdapter.REPORT)
                    .setChunked(true);
            response.write("{\"id\":").onComplete(_ -> response.reset(2));
        });
        beta.does(answering("x"));
        // When
        var answer = gateway.chat(account, SHARED);
        // Then
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Beta");
    }

    @Test
    void doesNotFallBackOnTheCallersOwnMistake() {
        // Given
        alpha.does(refusing(new ProviderFailure.InvalidRequest("Too hot.", "temperature", "invalid_value")));
        beta.does(answering("x"));
        // When
        var answer = gateway.chat(account, SHARED);
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo("temperature");
        assertThat(beta.received()).isEmpty();
        assertEvent(theEvent(answer.generationId()), "refused", 0, 0, 0);
    }

    @Test
    void passesTheLastRefusalOnWhenNobodyAnswers() {
        // Given
        alpha.does(refusing(new ProviderFailure.Unavailable("down")));
        beta.does(refusing(RATE_LIMITED));
        // When
        var answer = gateway.chat(account, SHARED);
        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers().get("retry-after")).isEqualTo("3");
        assertThat(answer.code()).isEqualTo("rate_limit_exceeded");
        var event = theEvent(answer.generationId());
        assertEvent(event, "provider_error", 0, 0, 0);
        assertThat(event.get("error_code").asText()).isEqualTo("rate_limited");
    }

    @Test
    void neverShowsAnAdaptersOwn401() {
        // Given
        alpha.does(response -> response.setStatusCode(401).end("{\"error\":{\"message\":\"token\"}}"));
        // When
        var answer = gateway.chat(account, CHEAP);
        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().get("retry-after")).isEqualTo("1");
        assertThat(answer.body()).doesNotContain("token");
    }

    @Test
    void endsAStreamWithTheUsageChunkAndDone() {
        // Given
        alpha.does(response -> streaming(response, report(1, "") + CHUNK)
                .end(report(5, ",\"finish_reason\":\"stop\",\"include_usage\":true")));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.headers().get("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Alpha");
        var parts = answer.body().split("\n\n");
        assertThat(parts).hasSize(3);
        assertThat(parts[0] + "\n\n").isEqualTo(CHUNK);
        var usage = parse(parts[1].substring("data: ".length()));
        assertThat(usage.get("choices")).isEmpty();
        assertThat(usage.get("id").asText()).isEqualTo(answer.generationId());
        assertThat(usage.get("created").asLong()).isEqualTo(1_780_000_200);
        assertThat(usage.at("/usage/cost").decimalValue()).isEqualByComparingTo("0.0075");
        assertThat(parts[2]).isEqualTo("data: [DONE]");
        assertEvent(theEvent(answer.generationId()), "answered", 10, 5, 7500);
    }

    @Test
    void sendsNoUsageChunkThatNobodyAskedFor() {
        // Given
        alpha.does(response -> streaming(response, CHUNK).end(report(5, ",\"finish_reason\":\"stop\"")));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).isEqualTo(CHUNK + "data: [DONE]\n\n");
    }

    @Test
    void sendsTheUsageChunkThatUsageIncludeAsksFor() {
        // Given
        alpha.does(response -> streaming(response, CHUNK).end(report(5, ",\"finish_reason\":\"stop\"")));
        // When
        var answer = gateway.chat(account, "{\"model\":\"both/shared\",\"stream\":true,\"usage\":{\"include\":true}}");
        // Then
        assertThat(answer.body()).contains("\"total_tokens\":15").endsWith("data: [DONE]\n\n");
    }

    @Test
    void tellsThatAStreamBrokeOff() {
        // Given
        alpha.does(response -> streaming(response, report(3, "") + CHUNK + "data: {\"half")
                .write("an event")
                .onComplete(_ -> response.reset(2)));
        beta.does(answering("never"));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).startsWith(CHUNK + "data: {\"error\":").doesNotContain("half", "[DONE]");
        assertThat(answer.body()).contains("\"code\":\"upstream_interrupted\"");
        assertThat(beta.received()).isEmpty();
        assertEvent(theEvent(answer.generationId()), "provider_error", 10, 3, 0);
    }

    @Test
    void addsNothingWhenTheAdapterToldOfTheBreakItself() {
        // Given
        var error =
                "data: {\"error\":{\"message\":\"m\",\"type\":\"upstream_error\",\"param\":null,\"code\":\"c\"}}\n\n";
        alpha.does(response -> streaming(response, CHUNK + error).end(report(3, ",\"failure\":\"interrupted\"")));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).isEqualTo(CHUNK + error);
        var event = theEvent(answer.generationId());
        assertEvent(event, "provider_error", 10, 3, 0);
        assertThat(event.get("error_code").asText()).isEqualTo("interrupted");
    }

    @Test
    void endsAStreamThatFallsSilent() {
        // Given
        alpha.does(response -> streaming(response, CHUNK));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).contains("\"code\":\"upstream_timeout\"").doesNotContain("[DONE]");
        Blocking.until(() -> alpha.resets() == 1);
    }

    @Test
    void endsAGenerationAtItsDeadlineHoweverAliveItIs() {
        // Given
        var timer = new AtomicLong();
        alpha.does(response -> {
            streaming(response, report(4, "") + CHUNK);
            timer.set(vertx.setPeriodic(100, _ -> response.write(": keep-alive\n\n")));
            response.closeHandler(_ -> vertx.cancelTimer(timer.get()));
        });
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).contains(": keep-alive").contains("\"code\":\"deadline_exceeded\"");
        // 14 tokens at 500 each
        assertEvent(theEvent(answer.generationId()), "deadline", 10, 4, 7000);
    }

    @Test
    void cancelsTheAdapterWhenTheClientLeavesAStreamAndChargesWhatWasCounted() {
        // Given
        alpha.does(response -> streaming(response, report(7, "") + CHUNK));
        var open = gateway.open(account, SHARED_STREAM);
        open.awaitText("Привет");
        // When
        open.leave();
        // Then
        Blocking.until(() -> alpha.resets() == 1);
        var event = theEvent(open.generationId());
        assertEvent(event, "client_gone", 10, 7, 8500);
        assertThat(event.at("/usage/estimated").asBoolean()).isTrue();
    }

    @Test
    void chargesAnEstimateOfThePromptWhenTheClientLeavesBeforeAnyReport() {
        // Given
        alpha.does(_ -> {});
        var generation = "gen-" + UUID.randomUUID();
        var request = gateway.begin(account, generation, SHARED);
        Blocking.until(() -> alpha.received().size() == 1);
        // When
        request.reset(8);
        // Then
        Blocking.until(() -> alpha.resets() == 1);
        var event = theEvent(generation);
        var tokens = Math.ceilDiv(SHARED.length(), 4);
        assertEvent(event, "client_gone", tokens, 0, 500L * tokens);
        assertThat(event.at("/usage/estimated").asBoolean()).isTrue();
    }

    @Test
    void endsWhatIsRunningAtAStop() {
        // Given
        alpha.does(response -> streaming(response, report(2, "") + CHUNK));
        var open = gateway.open(account, SHARED_STREAM);
        open.awaitText("Привет");
        // When
        generations.endAll();
        // Then
        open.awaitText("\"code\":\"service_unavailable\"");
        Blocking.until(() -> alpha.resets() == 1);
        assertEvent(theEvent(open.generationId()), "shutdown", 10, 2, 6000);
    }

    @Test
    void passesBackPressureOnAndLosesNothing() {
        // Given
        var event = "data: " + "x".repeat(8000) + "\n\n";
        var full = new AtomicBoolean();
        alpha.does(response -> {
            streaming(response, event);
            writeAll(response, event, 999, full);
        });
        var open = gateway.open(account, SHARED_STREAM);
        open.response().pause();
        Blocking.until(full::get);
        // When
        open.response().resume();
        // Then
        open.awaitText("[DONE]");
        assertThat(open.text()).isEqualTo(event.repeat(1000) + "data: [DONE]\n\n");
    }

    /** Writes as a well-behaved adapter does: no further than the other side takes it. */
    private static void writeAll(HttpServerResponse response, String event, int left, AtomicBoolean full) {
        for (int i = left; i > 0; i--) {
            if (response.writeQueueFull()) {
                full.set(true);
                var rest = i;
                response.drainHandler(_ -> writeAll(response, event, rest, full));
                return;
            }
            response.write(event);
        }
        response.end(report(5, ",\"finish_reason\":\"stop\""));
    }

    @Test
    void refusesWhatTheAccountCannotPay() {
        // Given
        balance(20_000);
        // When
        var answer = gateway.chat(account, CHEAP);
        // Then
        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.code()).isEqualTo("insufficient_credits");
        // 19 prompt tokens at 100 and 100 completion tokens at 200.5 micro-roubles
        assertThat(answer.json().at("/error/message").asText()).contains("0.021950 RUB", "0.001950 RUB");
        assertThat(alpha.received()).isEmpty();
        assertThat(redis.execute("EXISTS", RedisNames.held(account)).toInteger())
                .isZero();
    }

    @Test
    void holdsAgainstTheKeysSpendingCapToo() {
        // Given
        var day = LocalDate.now(ZoneOffset.UTC).toString();
        redis.execute(
                "HSET",
                RedisNames.keySpend(account, "key-1"),
                "version",
                "1",
                "day",
                day,
                "day_micros",
                "30000",
                "month",
                day.substring(0, 7),
                "month_micros",
                "50000",
                "micros",
                "50000");
        alpha.does(_ -> {});
        // When
        gateway.begin(account, "gen-" + UUID.randomUUID(), CHEAP, Headers.SPENDING_CAP, "day=60000,month=1000000");
        Blocking.until(() -> alpha.received().size() == 1);
        var refused = gateway.chat(account, CHEAP, Headers.SPENDING_CAP, "day=60000,month=1000000");
        var yesterdays = gateway.chat(account, CHEAP, Headers.SPENDING_CAP, "lifetime=50000");
        // Then
        assertThat(redis.execute("HGET", RedisNames.keySpend(account, "key-1"), "held")
                        .toInteger())
                .isEqualTo(21_950);
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("spending_cap_reached");
        // 60000 - 30000 spent - 21950 held
        assertThat(refused.json().at("/error/message").asText()).contains("0.021950 RUB", "0.008050 RUB", "per day");
        assertThat(yesterdays.status()).isEqualTo(402);
        assertThat(yesterdays.json().at("/error/message").asText()).contains("per lifetime");
        assertThat(redis.execute("ZCARD", RedisNames.holdRegistry(account)).toInteger())
                .isPositive();
    }

    @Test
    void asksBillingForWhatAKeyHasSpentWhenRedisDoesNotKnow() {
        // When
        var answer = gateway.chat(account, CHEAP, Headers.SPENDING_CAP, "day=60000000");
        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(alpha.received()).isEmpty();
    }

    @Test
    void putsTheLimitsOfTokensRightAtTheEnd() {
        // Given
        alpha.does(answering("x"));
        var now = System.currentTimeMillis() * 1000;
        var limits = RedisNames.limits(account, "key-1");
        // 1000 tokens a minute, all of which were taken at admission
        redis.execute("HSET", limits, "tpm", Long.toString(now + 60_000_000));
        // When
        gateway.chat(account, CHEAP, Headers.TOKEN_RESERVATION, "1000;1000,0");
        // Then
        // 10 and 5 tokens were used, which is 0.9 s of a minute
        Blocking.until(() -> redis.execute("HGET", limits, "tpm").toLong() < now + 2_000_000);
        assertThat(redis.execute("HEXISTS", limits, "tpd").toInteger()).isZero();
    }

    @Test
    void asksBillingOnceForABalanceThatRedisDoesNotHave() {
        // Given
        redis.execute("DEL", RedisNames.balance(account));
        alpha.does(answering("x"));
        var billing = billing(204, true);
        try {
            // When
            var answer = gateway.chat(account, CHEAP);
            // Then
            assertThat(answer.status()).isEqualTo(200);
        } finally {
            Blocking.get(billing.close());
        }
    }

    @Test
    void admitsNobodyWithoutABalance() {
        // Given
        redis.execute("DEL", RedisNames.balance(account));
        var unreachable = gateway.chat(account, CHEAP);
        var billing = billing(404, false);
        try {
            // When
            var unknown = gateway.chat(account, CHEAP);
            // Then
            assertThat(unreachable.status()).isEqualTo(503);
            assertThat(unreachable.headers().get("retry-after")).isEqualTo("1");
            assertThat(unknown.status()).isEqualTo(402);
            assertThat(alpha.received()).isEmpty();
        } finally {
            Blocking.get(billing.close());
        }
    }

    private HttpServer billing(int status, boolean publishes) {
        var server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                .requestHandler(request -> vertx.<Void>executeBlocking(() -> {
                            assertThat(request.path())
                                    .isEqualTo("/internal/accounts/%s/balance/publish".formatted(account));
                            if (publishes) {
                                balance(1_000_000);
                            }
                            return null;
                        })
                        .onSuccess(_ -> request.response().setStatusCode(status).end()));
        return Blocking.get(server.listen(billingUrl.getPort(), "127.0.0.1"));
    }

    @Test
    void answersUnknownModelsPathsAndMethodsInOpenAisShape() {
        // When
        var model = gateway.chat(account, "{\"model\":\"nobody/nothing\"}");
        var fallback = gateway.chat(account, "{\"model\":\"alpha/cheap\",\"models\":[\"nobody/nothing\"]}");
        var path = gateway.call(HttpMethod.GET, "/v2/nothing");
        var method = gateway.call(HttpMethod.GET, "/v1/chat/completions");
        var modelMethod = gateway.call(HttpMethod.POST, "/v1/models");
        // Then
        assertThat(model.status()).isEqualTo(404);
        assertThat(model.code()).isEqualTo("model_not_found");
        assertThat(fallback.status()).isEqualTo(400);
        assertThat(fallback.json().at("/error/param").asText()).isEqualTo("models[0]");
        assertThat(path.status()).isEqualTo(404);
        assertThat(path.code()).isEqualTo("not_found");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.code()).isEqualTo("method_not_allowed");
        assertThat(modelMethod.status()).isEqualTo(405);
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
    void asksAdaptersToEmulateAFormAndToRefuseWhatTheyIgnore() {
        // When
        gateway.chat(account, SHARED.replace("[]", "[],\"response_format\":{\"type\":\"json_object\"}"));
        gateway.chat(account, CHEAP.replace("[]", "[],\"response_format\":{\"type\":\"json_object\"}"));
        gateway.chat(account, CHEAP.replace("[]", "[],\"provider\":{\"require_parameters\":true}"));
        // Then
        assertThat(alpha.received())
                .extracting(FakeAdapter.Received::emulate)
                .containsExactly("response_format", null, null);
        assertThat(alpha.received())
                .extracting(FakeAdapter.Received::requireParameters)
                .containsExactly(null, null, "true");
    }

    @Test
    void triesTheNextCandidateWhenOneWouldIgnoreAParameter() {
        // Given
        alpha.does(refusing(new ProviderFailure.UnsupportedParameter("temperature")));
        beta.does(answering("beta"));
        // When
        var answered = gateway.chat(account, SHARED);
        beta.does(refusing(new ProviderFailure.UnsupportedParameter("temperature")));
        var refused = gateway.chat(account, SHARED);
        // Then
        assertThat(answered.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/param").asText()).isEqualTo("temperature");
        assertThat(theEvent(refused.generationId()).get("outcome").asText()).isEqualTo("refused");
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

    private double reloads(String result) {
        return metrics.get("xrouter_router_catalogue_reloads")
                .tag("result", result)
                .counter()
                .count();
    }
}
