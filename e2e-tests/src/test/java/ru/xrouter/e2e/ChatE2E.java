package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.EventStream;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** A chat completion works with OpenAI's own client, whichever provider answers. */
@OnRunningStack
class ChatE2E {
    private final Stack stack;
    private final OpenAIClient openai;

    ChatE2E(Stack stack) {
        this.stack = stack;
        this.openai = stack.openai();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void answersAMessage(String model) {
        // When
        var completion = openai.chat()
                .completions()
                .create(asking(model, "Назови столицу России.").build());
        // Then
        completion.validate();
        assertThat(completion.id()).startsWith("gen-");
        assertThat(completion.model()).isEqualTo(model);
        assertThat(text(completion)).contains("столицу");
        assertThat(completion.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertAddsUp(completion.usage().orElseThrow());
        assertThat(completion.usage().orElseThrow()._allProperties()).containsKey("cost");
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void streamsTheSameAnswerThatItGivesWhole(String model) {
        // Given
        var whole = text(openai.chat()
                .completions()
                .create(asking(model, "Расскажи о Твери.").build()));
        // When
        var chunks = stream(asking(model, "Расскажи о Твери.").build());
        // Then
        assertThat(text(accumulated(chunks))).isEqualTo(whole);
        assertThat(chunks).hasSizeGreaterThan(3).allSatisfy(chunk -> {
            assertThat(chunk.id()).isEqualTo(chunks.getFirst().id());
            assertThat(chunk.model()).isEqualTo(model);
            assertThat(chunk.choices()).hasSize(1);
            assertThat(chunk.usage()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void endsAStreamWithItsUsageWhenAsked(String model) {
        // Given
        var whole = openai.chat()
                .completions()
                .create(asking(model, "Сколько будет 2+2?").build());
        var asked = asking(model, "Сколько будет 2+2?")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        // When
        var chunks = stream(asked);
        // Then
        var usage = chunks.getLast().usage().orElseThrow();
        assertThat(chunks.getLast().choices()).isEmpty();
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(chunk -> assertThat(chunk.usage()).isEmpty());
        assertThat(usage.promptTokens()).isEqualTo(whole.usage().orElseThrow().promptTokens());
        assertThat(usage.completionTokens())
                .isEqualTo(whole.usage().orElseThrow().completionTokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void framesAStreamAsOpenAiDoes(String model) throws IOException {
        // When
        try (var stream = stack.http().stream(Requests.streamed(model, "Привет!"))) {
            var events = stream.rest();
            // Then
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
            assertThat(events.getLast()).isEqualTo("[DONE]");
            var chunks = EventStream.parse(events);
            assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
            assertThat(chunks.stream()
                            .map(chunk -> chunk.at("/choices/0/finish_reason"))
                            .filter(reason -> reason.isTextual())
                            .map(reason -> reason.asText()))
                    .containsExactly("stop");
            assertThat(chunks)
                    .allSatisfy(chunk -> assertThat(chunk.has("usage")).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void stopsAtTheCallersLimitOfTokens(String model) {
        // When
        var completion = openai.chat()
                .completions()
                .create(asking(model, "Напиши длинный рассказ. [[sim tokens=400]]")
                        .maxCompletionTokens(5)
                        .build());
        // Then
        assertThat(completion.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void takesAToolCallAndItsResult(String model) {
        // Given
        var question = asking(model, "call get_weather {\"city\":\"Тверь\"}").addTool(weather());
        var asked = openai.chat().completions().create(question.build());
        var call = onlyCall(asked);
        // When
        var answered = openai.chat()
                .completions()
                .create(question.addMessage(asked.choices().getFirst().message())
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.asFunction().id())
                                .content("{\"degrees\":-7}")
                                .build())
                        .build());
        // Then
        assertThat(asked.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(call.asFunction().function().name()).isEqualTo("get_weather");
        assertThat(call.asFunction().function().arguments()).contains("Тверь");
        assertThat(answered.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(text(answered)).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void streamsAToolCallThatTheClientsAccumulatorUnderstands(String model) {
        // When
        var chunks = stream(asking(model, "call get_weather {\"city\":\"Тверь\"}")
                .addTool(weather())
                .build());
        // Then
        var call = onlyCall(accumulated(chunks)).asFunction();
        assertThat(call.id()).isNotBlank();
        assertThat(call.function().name()).isEqualTo("get_weather");
        assertThat(call.function().arguments()).contains("Тверь");
    }

    @Test
    void saysHowLongTheProviderAndWeTook() {
        // When
        var answer = stack.http().chat(Requests.plain(GIGACHAT, "Привет! [[sim latency=120ms]]"));
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.requestId())
                .startsWith("gen-")
                .isEqualTo(answer.json().path("id").asText());
        assertThat(answer.header("server-timing")).contains("provider", "dur=");
        assertThat(answer.header("x-xrouter-provider")).isEqualTo("GigaChat");
        assertThat(answer.header("x-xrouter-model")).isEqualTo(GIGACHAT);
    }

    private static ChatCompletionCreateParams.Builder asking(String model, String message) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(message);
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
        try (var stream = openai.chat().completions().createStreaming(params)) {
            return stream.stream().toList();
        }
    }

    private static ChatCompletion accumulated(List<ChatCompletionChunk> chunks) {
        var accumulator = ChatCompletionAccumulator.create();
        chunks.forEach(accumulator::accumulate);
        return accumulator.chatCompletion();
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().getFirst().message().content().orElseThrow();
    }

    private static ChatCompletionMessageToolCall onlyCall(ChatCompletion completion) {
        var calls = completion.choices().getFirst().message().toolCalls().orElseThrow();
        assertThat(calls).hasSize(1);
        return calls.getFirst();
    }

    private static ChatCompletionFunctionTool weather() {
        var parameters = FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string", "description", "Город"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                .build();
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("get_weather")
                        .description("Погода в городе")
                        .parameters(parameters)
                        .build())
                .build();
    }

    private static void assertAddsUp(CompletionUsage usage) {
        assertThat(usage.promptTokens()).isPositive();
        assertThat(usage.completionTokens()).isPositive();
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
    }
}
