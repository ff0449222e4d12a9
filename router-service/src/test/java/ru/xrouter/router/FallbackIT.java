package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.refusing;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

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
