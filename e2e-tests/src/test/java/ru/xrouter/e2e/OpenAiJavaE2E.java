package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT_EMBEDDINGS;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT_EMBEDDINGS;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** OpenAI's client for Java works as it does with OpenAI, beyond the plain chat that {@link ChatE2E} is about. */
@OnRunningStack
class OpenAiJavaE2E {
    private static final String WEATHER = "call get_weather {\"city\":\"Тверь\"}";

    private final Stack stack;
    private final OpenAIClient openai;

    OpenAiJavaE2E(Stack stack) {
        this.stack = stack;
        this.openai = stack.openai();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void runsAToolAndAnswersWithItsResult(String model) {
        // Given
        var question = asking(model, WEATHER).addTool(Weather.class);
        var asked = new ArrayList<String>();
        // When
        var first = openai.chat().completions().create(question.build());
        var message = first.choices().getFirst().message();
        question.addMessage(message);
        for (var call : message.toolCalls().orElseThrow()) {
            question.addMessage(ranBy(call, asked));
        }
        var second = openai.chat().completions().create(question.build());
        // Then
        assertThat(asked).containsExactly("Тверь");
        assertThat(second.choices().getFirst().message().content().orElseThrow())
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void runsAToolOfAStreamAndAnswersWithItsResult(String model) {
        // Given
        var question = asking(model, WEATHER).addTool(Weather.class);
        var asked = new ArrayList<String>();
        var accumulated = ChatCompletionAccumulator.create();
        // When
        try (var stream = openai.chat().completions().createStreaming(question.build())) {
            stream.stream().forEach(accumulated::accumulate);
        }
        var message = accumulated.chatCompletion().choices().getFirst().message();
        question.addMessage(message);
        for (var call : message.toolCalls().orElseThrow()) {
            question.addMessage(ranBy(call, asked));
        }
        var second = openai.chat().completions().create(question.build());
        // Then
        assertThat(asked).containsExactly("Тверь");
        assertThat(second.choices().getFirst().message().content().orElseThrow())
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void answersInTheFormOfAClass(String model) {
        // Given
        var question = ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Тверь, 416 тысяч жителей.")
                .responseFormat(City.class)
                .build();
        // When
        var city = openai.chat()
                .completions()
                .create(question)
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
        // Then
        assertThat(city.name).isNotNull();
        assertThat(city.rivers).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT_EMBEDDINGS, YANDEXGPT_EMBEDDINGS})
    void embedsTextsInTheirOrder(String model) {
        // When
        var both = openai.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(model)
                        .inputOfArrayOfStrings(List.of("Тверь", "Волга"))
                        .build());
        var last = openai.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(model)
                        .input("Волга")
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .build());
        // Then
        assertThat(both.data()).extracting(Embedding::index).containsExactly(0L, 1L);
        assertThat(both.data().get(0).embedding())
                .isNotEqualTo(both.data().get(1).embedding());
        assertThat(both.data().get(1).embedding())
                .isEqualTo(last.data().getFirst().embedding());
        assertThat(both.usage().promptTokens()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void completesATextWholeAndStreamed(String model) {
        // Given
        var params = CompletionCreateParams.builder()
                .model(CompletionCreateParams.Model.of(model))
                .prompt("Однажды")
                .maxTokens(50)
                .build();
        // When
        var whole = openai.completions().create(params);
        var streamed = new StringBuilder();
        try (var stream = openai.completions().createStreaming(params)) {
            stream.stream()
                    .flatMap(completion -> completion.choices().stream())
                    .forEach(choice -> streamed.append(choice.text()));
        }
        // Then
        assertThat(whole.choices().getFirst().text()).contains("Однажды");
        assertThat(streamed).hasToString(whole.choices().getFirst().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void streamsSeveralChoicesThatTheAccumulatorTellsApart(String model) {
        // Given
        var accumulated = ChatCompletionAccumulator.create();
        // When
        try (var stream = openai.chat()
                .completions()
                .createStreaming(asking(model, "Назови столицу России.").n(2).build())) {
            stream.stream().forEach(accumulated::accumulate);
        }
        // Then
        assertThat(accumulated.chatCompletion().choices())
                .hasSize(2)
                .allSatisfy(choice ->
                        assertThat(choice.message().content().orElseThrow()).contains("столицу"));
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void saysThatATextModelSeesNoImages(String model) {
        // Given
        var image = ChatCompletionContentPartImage.builder()
                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                        .url("data:image/png;base64," + Requests.PIXEL)
                        .build())
                .build();
        var question = ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessageOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                .text("Что это?")
                                .build()),
                        ChatCompletionContentPart.ofImageUrl(image)))
                .build();
        // Then
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> openai.chat().completions().create(question))
                .satisfies(refusal -> assertThat(refusal.param().orElseThrow()).startsWith("messages[0].content"));
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void namesTheParameterThatIsWrong(String model) {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> openai.chat()
                        .completions()
                        .create(asking(model, "Привет!").temperature(9.0).build()))
                .satisfies(refusal -> assertThat(refusal.param()).hasValue("temperature"));
    }

    @Test
    void raisesTheExceptionsOfAnEmptyAccountAndOfARateLimit() {
        // Given
        var hello = asking(GIGACHAT, "Привет!").build();
        var operators = stack.operators();
        var poor = stack.openai(operators.newAccountWithoutCredit("openai-poor").key());
        var limited = stack.openai(operators.newAccount("openai-limited", 1, 10).key())
                .withOptions(options -> options.maxRetries(0));
        limited.chat().completions().create(hello);
        // Then
        assertThatExceptionOfType(UnexpectedStatusCodeException.class)
                .isThrownBy(() -> poor.chat().completions().create(hello))
                .satisfies(refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(402);
                    assertThat(refusal.code()).hasValue("insufficient_credits");
                });
        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> limited.chat().completions().create(hello))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).hasValue("rate_limit_exceeded");
                    assertThat(refusal.headers().values("retry-after"))
                            .singleElement()
                            .asString()
                            .matches("[1-9]\\d*");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void failsWhenTheProviderBreaksOffInTheMiddle(String model) {
        // Given
        var received = new ArrayList<ChatCompletionChunk>();
        var question = asking(model, "Привет! [[sim tokens=60 chunks=20 gap=5ms reset-after=5]]")
                .build();
        // Then
        assertThatExceptionOfType(OpenAIException.class).isThrownBy(() -> {
            try (var stream = openai.chat().completions().createStreaming(question)) {
                stream.stream().forEach(received::add);
            }
        });
        assertThat(received)
                .isNotEmpty()
                .allSatisfy(chunk ->
                        assertThat(chunk.choices().getFirst().finishReason()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void stopsTheProviderWhenItIsClosed(String model) {
        // Given
        var trace = Requests.traceId();
        var question = asking(model, "Привет! [[sim tokens=600 chunks=200 gap=50ms]]")
                .putAdditionalHeader("traceparent", Requests.traceparent(trace))
                .build();
        // When
        try (var stream = openai.chat().completions().createStreaming(question)) {
            assertThat(stream.stream().limit(3)).hasSize(3);
        }
        // Then
        Eventually.get(
                "the provider sees the cancel", () -> stack.simulatorControl().cancelled(trace));
    }

    private static ChatCompletionCreateParams.Builder asking(String model, String message) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(message);
    }

    private static ChatCompletionToolMessageParam ranBy(ChatCompletionMessageToolCall call, List<String> asked) {
        var function = call.asFunction();
        return ChatCompletionToolMessageParam.builder()
                .toolCallId(function.id())
                .contentAsJson(function.function().arguments(Weather.class).run(asked))
                .build();
    }

    /** A tool as the client makes it of a class. */
    @JsonTypeName("get_weather")
    @JsonClassDescription("Погода в городе")
    @SuppressWarnings("NullAway.Init") // Jackson sets the field.
    static final class Weather {
        @JsonProperty
        String city;

        Report run(List<String> asked) {
            asked.add(city);
            return new Report(-7);
        }
    }

    record Report(int degrees) {}

    /** An answer's form as the client makes it of a class. */
    @SuppressWarnings("NullAway.Init") // Jackson sets the fields.
    static final class City {
        @JsonProperty
        String name;

        @JsonProperty
        int people;

        @JsonProperty
        List<String> rivers;
    }
}
