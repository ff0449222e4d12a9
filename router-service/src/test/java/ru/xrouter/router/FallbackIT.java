package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.refusing;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Which failures try the next candidate, and which are the caller's. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class FallbackIT extends RunningRouter {
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
        assertThat(event.has("given_up")).as("who refuses has served nothing").isFalse();
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
        var event = theEvent(answer.generationId());
        assertEvent(event, "answered", 10, 5, 7500);
        assertGivenUp(event, "timed_out", Math.ceilDiv(SHARED.length(), 4), 0, true);
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
        assertGivenUp(theEvent(answer.generationId()), "interrupted", 10, 0, true);
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
        var event = theEvent(answer.generationId());
        assertEvent(event, "answered", 10, 5, 7500);
        assertGivenUp(event, "interrupted", 10, 5, false);
    }

    @Test
    void tellsWhatWasServedToAnAttemptThatWasRefusedInPart() {
        // Given
        alpha.does(response -> {
            response.putHeader(Headers.REPORT, "{\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":7}}");
            refusing(RATE_LIMITED).accept(response);
        });
        beta.does(answering("x"));
        // When
        var answer = gateway.chat(account, SHARED);
        // Then
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Beta");
        assertGivenUp(theEvent(answer.generationId()), "rate_limited", 20, 7, false);
    }

    @Test
    void tellsWhatTheLastCandidateServedInVainToo() {
        // Given
        alpha.does(refusing(RATE_LIMITED));
        beta.does(refusing(new ProviderFailure.Interrupted("cut")));
        // When
        var answer = gateway.chat(account, SHARED);
        // Then
        assertThat(answer.status()).isEqualTo(502);
        var event = theEvent(answer.generationId());
        assertEvent(event, "provider_error", 0, 0, 0);
        assertGivenUp(event, "interrupted", Math.ceilDiv(SHARED.length(), 4), 0, true);
        assertThat(event.at("/given_up/0/provider").asText()).isEqualTo("Beta");
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

    /** One attempt, at what the provider takes for it. */
    private static void assertGivenUp(JsonNode event, String reason, int prompt, int completion, boolean estimated) {
        assertThat(event.get("given_up")).hasSize(1);
        var attempt = event.at("/given_up/0");
        assertThat(attempt.get("model").asText()).isEqualTo("both/shared");
        assertThat(attempt.get("reason").asText()).isEqualTo(reason);
        assertThat(attempt.at("/usage/prompt_tokens").asInt()).isEqualTo(prompt);
        assertThat(attempt.at("/usage/completion_tokens").asInt()).isEqualTo(completion);
        assertThat(attempt.at("/usage/estimated").asBoolean()).isEqualTo(estimated);
        assertThat(attempt.get("provider_cost").asLong()).isEqualTo(500L * (prompt + completion));
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
}
