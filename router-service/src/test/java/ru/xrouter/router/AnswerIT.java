package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** What a generation brings its caller, and what is told of it. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class AnswerIT extends RunningRouter {
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
}
