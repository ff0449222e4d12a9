package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;
import static ru.xrouter.provider.http.RunningAdapter.STREAMED;
import static ru.xrouter.provider.http.RunningAdapter.streaming;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.http.Headers;

/** Calls that are refused before anything was answered. */
class RefusalTest {
    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter();

    @Test
    void refusesAsTheProviderDid() {
        // Given
        adapter.upstream = request -> request.response()
                .setStatusCode(429)
                .putHeader("retry-after", "7")
                .end();

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("rate_limited");
        assertThat(answer.header("retry-after")).isEqualTo("7");
        assertThat(answer.body()).contains("\"code\":\"rate_limit_exceeded\"");
        assertThat(adapter.outcomes("rate_limited")).isEqualTo(1);
        assertThat(adapter.timers.running()).isEmpty();
    }

    @Test
    void tellsTheProvidersOwnWordsWithoutItsSecrets() {
        // Given
        adapter.upstream = request -> request.response()
                .setStatusCode(400)
                .end(
                        "Folder b1gexamplefolder0000 of key AQVNexample_key-12345 (https://console.example/x) wants a subject in messages.");

        // When
        var plain = adapter.post(PLAIN);
        var streamed = adapter.post(STREAMED);

        // Then
        assertThat(plain.body()).isEqualTo(streamed.body()).endsWith("""
                        "metadata":{"provider":"Toy","provider_message":"Folder … of key … (… wants a subject in messages.",\
                        "provider_status":"400"}}}""");
    }

    @Test
    void keepsWhatIsWrongWithOurCredentialsToItself() {
        // Given
        adapter.upstream = request -> request.response().setStatusCode(401).end("No such account.");

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.body()).doesNotContain("account", "metadata");
    }

    @Test
    void keepsTheConnectionAfterARefusal() {
        // Given
        adapter.upstream = request -> request.response().setStatusCode(400).end("bad");

        // When
        adapter.post(PLAIN);
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(adapter.received.getFirst().connection())
                .isSameAs(adapter.received.getLast().connection());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void triesAgainWithAFreshAuthorization(int dead) {
        // Given
        adapter.upstream = request -> {
            var fresh = ("token-" + dead).equals(request.getHeader("authorization"));
            request.response().setStatusCode(fresh ? 200 : 401).end("Volga");
        };

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.body()).contains("Volga");
        assertThat(adapter.received).hasSize(dead + 1);
    }

    @Test
    void givesUpWhenFreshAuthorizationsAreRefusedToo() {
        // Given
        adapter.upstream = request -> request.response().setStatusCode(401).end();

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("bad_credentials");
        assertThat(adapter.received).hasSize(3);
    }

    @Test
    void keepsAnAuthorizationThatIsGoodAndAllowsTooLittle() {
        // Given
        adapter.upstream = request -> request.response().setStatusCode(403).end();

        // When
        adapter.post(PLAIN);
        adapter.post(PLAIN);

        // Then
        assertThat(adapter.received)
                .extracting(request -> request.getHeader("authorization"))
                .containsExactly("token-0", "token-0");
    }

    @Test
    void refusesTrulyWhenTheStreamFailsBeforeItsFirstEvent() {
        // Given
        adapter.upstream = streaming("nonsense\n");

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("interrupted");
        assertThat(answer.body()).startsWith("{\"error\"");
    }

    @Test
    void refusesAWholeAnswerThatIsMalformed() {
        // Given
        adapter.upstream = request -> request.response().end("garbage");

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    @Test
    void refusesARequestThatIsTooLarge() {
        // Given
        adapter.config.maxRequest = 10;

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(adapter.received).isEmpty();
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() {
        // Given
        adapter.config.maxAnswer = 10;
        adapter.upstream = request -> request.response().end("far more than ten bytes");

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(502);
    }

    @Test
    void namesTheParameterOfABadRequest() {
        // Given
        var bad = PLAIN.replace("\"model\"", "\"top_p\":7,\"model\"");

        // When
        var answer = adapter.post(bad);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(answer.body()).contains("\"param\":\"top_p\"");
    }

    @Test
    void refusesWhenNobodyListensAtTheProvider() {
        // Given
        adapter.upstream = request -> request.connection().close();

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
    }
}
