package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.streaming;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.http.Headers;

/** Legacy text completions. */
class TextCompletionTest {
    private static final String PATH = "/v1/completions";

    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter();

    @Test
    void answersWhole() {
        // Given
        adapter.upstream = request -> request.response().end(" Volga");

        // When
        var answer = adapter.post(PATH, "{\"model\":\"m\",\"prompt\":\"A river:\"}");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"object\":\"text_completion\"")
                .contains(
                        "\"choices\":[{\"index\":0,\"text\":\" Volga\",\"logprobs\":null,\"finish_reason\":\"stop\"}]")
                .doesNotContain("usage");
        assertThat(answer.header(Headers.REPORT)).contains("\"prompt_tokens\":3,\"completion_tokens\":2");
        assertThat(adapter.received.getFirst().getHeader("x-asked")).isEqualTo("A river:");
    }

    @Test
    void putsTheEchoedPromptBeforeTheText() {
        // Given
        adapter.upstream = request -> request.response().end(" Volga");

        // When
        var answer = adapter.post(PATH, "{\"model\":\"m\",\"echo\":true,\"prompt\":\"A river:\"}");

        // Then
        assertThat(answer.body()).contains("\"text\":\"A river: Volga\"");
    }

    @Test
    void answersEveryPromptInOrder() {
        // Given
        adapter.upstream =
                request -> request.response().end("on " + request.headers().get("x-asked"));

        // When
        var answer = adapter.post(PATH, "{\"model\":\"m\",\"prompt\":[\"one\",\"two\",\"three\"]}");

        // Then
        assertThat(answer.body())
                .contains("{\"index\":0,\"text\":\"on one\"")
                .contains("{\"index\":1,\"text\":\"on two\"")
                .contains("{\"index\":2,\"text\":\"on three\"");
        assertThat(answer.header(Headers.REPORT)).contains("\"prompt_tokens\":9,\"completion_tokens\":6");
    }

    @Test
    void streamsTheEchoedPromptFirst() {
        // Given
        adapter.upstream = streaming("say one\nsay two\nstop\n");

        // When
        var answer = adapter.post(PATH, "{\"model\":\"m\",\"stream\":true,\"echo\":true,\"prompt\":\"A river:\"}");

        // Then
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(answer.body().replaceAll("(?s)event: report.*?\n\n", "").replaceAll("\"text\":\"([^\"]*)\"", "<$1>"))
                .containsSubsequence("<A river:>", "<one>", "<two>", "<>,\"logprobs\":null,\"finish_reason\":\"stop\"")
                .doesNotContain("delta")
                .doesNotContain("role");
        assertThat(answer.events().getLast())
                .isEqualTo(
                        "report {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2},\"finish_reason\":\"stop\"}");
    }

    @Test
    void streamsWithoutEchoNothingBeforeTheText() {
        // Given
        adapter.upstream = streaming("say one\nstop\n");

        // When
        var answer = adapter.post(PATH, "{\"model\":\"m\",\"stream\":true,\"prompt\":\"A river:\"}");

        // Then
        assertThat(answer.body().split("\"object\":\"text_completion\"", -1)).hasSize(3);
        assertThat(answer.body()).doesNotContain("river");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'prompt':[1,2,3]               | prompt",
                "'prompt':[[1,2],[3]]           | prompt",
                "'prompt':'x','suffix':'y'      | suffix",
                "'prompt':'x','best_of':2       | best_of",
                "'prompt':'x','logprobs':1      | logprobs",
                "'prompt':'x','n':4             | n",
                "'prompt':['1','2','3','4']     | prompt",
                "'prompt':['1','2'],'n':2       | prompt",
                "'stream':true                  | prompt",
            })
    void namesTheParameterThatCannotBeHonoured(String parameters, String param) {
        // When
        var answer = adapter.post(PATH, "{'model':'m',%s}".formatted(parameters).replace('\'', '"'));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(answer.body()).contains("\"param\":\"%s\"".formatted(param));
        assertThat(adapter.received).isEmpty();
    }
}
