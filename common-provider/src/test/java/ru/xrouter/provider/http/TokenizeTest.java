package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.http.Headers;

/** Counts of a prompt's tokens. */
class TokenizeTest {
    private static final String PATH = "/v1/tokenize";

    @RegisterExtension
    private final RunningAdapter counting =
            new RunningAdapter(apiUrl -> new ToyProvider(apiUrl, ToyProvider.Extra.TOKEN_COUNTER));

    @RegisterExtension
    private final RunningAdapter estimating = new RunningAdapter();

    @Test
    void tellsTheProvidersCount() {
        // Given
        counting.upstream = request -> request.response().end("42");

        // When
        var answer = counting.post(PATH, PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"prompt_tokens\":42,\"estimated\":false}");
        assertThat(counting.received.getFirst().path()).isEqualTo("/count");
        assertThat(counting.timers.running()).isEmpty();
    }

    @Test
    void asksOnceForTheSamePromptOfAnAccount() {
        // Given
        counting.upstream = request -> request.response().end("42");
        counting.post(PATH, PLAIN, Headers.ACCOUNT_ID, "acct-1");

        // When
        var again = counting.post(PATH, PLAIN, Headers.ACCOUNT_ID, "acct-1");

        // Then
        assertThat(again.body()).isEqualTo("{\"prompt_tokens\":42,\"estimated\":false}");
        assertThat(counting.received).hasSize(1);
        // And again for another prompt, for another account, and for nobody.
        counting.post(PATH, PLAIN.replace("user", "assistant"), Headers.ACCOUNT_ID, "acct-1");
        counting.post(PATH, PLAIN, Headers.ACCOUNT_ID, "acct-2");
        counting.post(PATH, PLAIN);
        counting.post(PATH, PLAIN);
        assertThat(counting.received).hasSize(5);
    }

    @Test
    void remembersNoCountThatIsNone() {
        // Given
        counting.upstream = request -> request.response().end("many");
        assertThat(counting.post(PATH, PLAIN, Headers.ACCOUNT_ID, "acct-1").status())
                .isEqualTo(502);
        counting.upstream = request -> request.response().end("42");

        // When
        var answer = counting.post(PATH, PLAIN, Headers.ACCOUNT_ID, "acct-1");

        // Then
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void refusesACountThatIsNone() {
        // Given
        counting.upstream = request -> request.response().end("many");

        // When
        var answer = counting.post(PATH, PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    @Test
    void estimatesWithoutAskingAProviderThatDoesNotCount() {
        // When
        var answer = estimating.post(PATH, PLAIN);

        // Then
        assertThat(answer.body()).isEqualTo("{\"prompt_tokens\":7,\"estimated\":true}");
        assertThat(estimating.received).isEmpty();
    }

    @Test
    void refusesWhatTheProviderWouldRefuse() {
        // When
        var answer = estimating.post(PATH, PLAIN.replace("user", "king"));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"param\":\"messages[0].role\"");
    }

    @Test
    void refusesWhatTheProviderRefusesBeforeAnyCall() {
        for (var members : List.of("\"seed\":13", "\"web_search_options\":{}")) {
            // When
            var body = PLAIN.replace("\"model\"", members + ",\"model\"");
            var counted = counting.post(PATH, body);
            var asked = counting.post(body);

            // Then
            assertThat(counted.status()).as(counted.body()).isEqualTo(400);
            assertThat(counted.body()).contains("\"param\":" + members.substring(0, members.indexOf(':')));
            assertThat(asked.status()).isEqualTo(400);
            assertThat(asked.body()).isEqualTo(counted.body());
        }
        assertThat(counting.received).isEmpty();
    }

    @Test
    void takesToolsThatTheProviderRunsItself() {
        // Given
        counting.upstream = request -> request.response().end("42");

        // When
        var answer = counting.post(
                PATH, PLAIN.replace("\"model\"", "\"tools\":[{\"type\":\"code_interpreter\"}],\"model\""));

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
