package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.EventStream;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** Every refusal has OpenAI's shape, the right status and a request id. */
@OnRunningStack
class ErrorsE2E {
    private static final int OVERSIZED = 32 * 1024 * 1024;

    private final Stack stack;

    ErrorsE2E(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xr-wrong", "sk-1234567890", "xr-000000000000000000000000000000000000000000000000000"})
    void refusesAWrongKey(String key) {
        // When
        var answer = stack.http(key).chat(Requests.plain(GIGACHAT, "Привет!"));
        // Then
        assertError(answer, 401, "invalid_api_key");
        if (!key.isEmpty()) {
            assertThat(answer.body()).doesNotContain(key);
        }
    }

    @Test
    void refusesARevokedKey() {
        // Given
        var operators = stack.operators();
        var account = operators.newAccount("revoked");
        assertThat(stack.http(account.key())
                        .chat(Requests.plain(GIGACHAT, "Привет!"))
                        .status())
                .isEqualTo(200);
        // When
        operators.revoke(account);
        // Then
        Eventually.holds(
                "a revoked key is refused everywhere",
                Duration.ofSeconds(5),
                () -> stack.http(account.key()).get("/v1/key").status() == 401);
    }

    @Test
    void raisesTheExceptionsThatCallersOfOpenAisClientCatch() {
        // Given
        var unknownModel = ChatCompletionCreateParams.builder()
                .model("gigachat/no-such-model")
                .addUserMessage("Привет!")
                .build();
        // Then
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> stack.openai("xr-wrong").models().list())
                .satisfies(refusal -> assertThat(refusal.code()).hasValue("invalid_api_key"));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> stack.openai().chat().completions().create(unknownModel))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).hasValue("model_not_found");
                    assertThat(refusal.param()).hasValue("model");
                    assertThat(refusal.headers().values("x-request-id")).hasSize(1);
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void namesWhatIsWrongWithARequest(String what, String body, String param) {
        // When
        var answer = stack.http().chat(body);
        // Then
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertError(answer, 400, answer.json().at("/error/code").asText());
        assertThat(answer.json().at("/error/param").asText()).isEqualTo(param);
    }

    static Stream<Arguments> badBodies() {
        var hello = "[{\"role\":\"user\",\"content\":\"Привет!\"}]";
        return Stream.of(
                Arguments.of("no JSON", "{\"model\":", "null"),
                Arguments.of("an array", "[]", "null"),
                Arguments.of("nothing", "", "null"),
                Arguments.of("no model", "{\"messages\":%s}".formatted(hello), "model"),
                Arguments.of("a number for a model", "{\"model\":7,\"messages\":%s}".formatted(hello), "model"),
                Arguments.of("no messages", "{\"model\":\"%s\"}".formatted(GIGACHAT), "messages"),
                Arguments.of(
                        "messages as text",
                        "{\"model\":\"%s\",\"messages\":\"Привет\"}".formatted(YANDEXGPT),
                        "messages"),
                Arguments.of(
                        "an unknown role",
                        "{\"model\":\"%s\",\"messages\":[{\"role\":\"king\",\"content\":\"x\"}]}".formatted(GIGACHAT),
                        "messages[0].role"),
                Arguments.of(
                        "a hot temperature",
                        "{\"model\":\"%s\",\"messages\":%s,\"temperature\":3}".formatted(YANDEXGPT, hello),
                        "temperature"),
                Arguments.of(
                        "stream as text",
                        "{\"model\":\"%s\",\"messages\":%s,\"stream\":\"yes\"}".formatted(GIGACHAT, hello),
                        "stream"));
    }

    @Test
    void refusesAnOversizedBody() {
        // Given
        var body = Requests.plain(GIGACHAT, "x".repeat(OVERSIZED));
        // When
        var answer = stack.http().chat(body);
        // Then
        assertError(answer, 413, "request_too_large");
    }

    @Test
    void refusesUnknownPathsAndMethods() {
        // Then
        assertError(stack.http().get("/v1/no-such-path"), 404, "not_found");
        assertError(stack.http().get("/nowhere"), 404, "not_found");
        assertError(stack.http().get("/v1/chat/completions"), 405, "method_not_allowed");
        assertError(stack.http().post("/v1/models", "{}"), 405, "method_not_allowed");
        assertError(stack.http().get("/v1/models/gigachat/no-such-model"), 404, "model_not_found");
    }

    @Test
    void refusesAnAccountWithoutCredit() {
        // Given
        var poor = stack.operators().newAccountWithoutCredit("poor");
        // When
        var answer = stack.http(poor.key()).chat(Requests.plain(GIGACHAT, "Привет!"));
        // Then
        assertError(answer, 402, "insufficient_credits");
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("insufficient_quota");
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void answersAProvidersFailureBeforeItsFirstByteAsAnError(String model) {
        // When
        var answer = stack.http().chat(Requests.plain(model, "Привет! [[sim status=500]]"));
        // Then
        assertError(answer, 502, "upstream_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void saysSoWhenAProviderBreaksOffInTheMiddle(String model) throws IOException {
        // When
        try (var stream = stack.http().stream(
                Requests.streamed(model, "Привет! [[sim tokens=60 chunks=20 gap=5ms reset-after=5]]"))) {
            var events = stream.rest();
            // Then
            assertThat(stream.status()).isEqualTo(200);
            var last = EventStream.parse(events).getLast();
            assertThat(events).doesNotContain("[DONE]");
            assertThat(last.at("/error/code").asText()).isEqualTo("upstream_interrupted");
            assertThat(EventStream.parse(events))
                    .noneSatisfy(chunk -> assertThat(
                                    chunk.at("/choices/0/finish_reason").isTextual())
                            .isTrue());
        }
    }

    private static void assertError(Http.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.requestId()).startsWith("gen-");
        var error = answer.json().path("error");
        assertThat(error.fieldNames()).toIterable().contains("message", "type", "param", "code");
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.path("type").asText()).isNotBlank();
        assertThat(error.path("code").asText()).isEqualTo(code);
    }
}
