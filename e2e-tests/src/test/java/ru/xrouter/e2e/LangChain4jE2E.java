package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT_EMBEDDINGS;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT_EMBEDDINGS;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.V;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** LangChain4j's OpenAI module works as it does with OpenAI, its tools and its structured answers too. */
@OnRunningStack
class LangChain4jE2E {
    private static final String WEATHER = "call get_weather {\"city\":\"Тверь\"}";

    private final Stack stack;

    LangChain4jE2E(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void answersAMessage(String model) {
        // When
        var answer = chat(model).build().chat(UserMessage.from("Назови столицу России."));
        // Then
        assertThat(answer.aiMessage().text()).contains("столицу");
        assertThat(answer.metadata().id()).startsWith("gen-");
        assertThat(answer.metadata().modelName()).isEqualTo(model);
        assertThat(answer.metadata().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.metadata().tokenUsage().inputTokenCount()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void streamsTheAnswerThatItGivesWhole(String model)
            throws ExecutionException, InterruptedException, TimeoutException {
        // Given
        var whole = chat(model).build().chat("Расскажи о Твери.");
        // When
        var stream = new LangChain4jStream();
        streaming(model).build().chat("Расскажи о Твери.", stream);
        // Then
        assertThat(stream.answer().get(30, TimeUnit.SECONDS).aiMessage().text()).isEqualTo(whole);
        assertThat(stream.parts()).hasSizeGreaterThan(3);
        assertThat(String.join("", stream.parts())).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void runsAToolAndAnswersWithItsResult(String model) {
        // Given
        var weather = new Weather();
        var agent = AiServices.builder(Agent.class)
                .chatModel(chat(model).build())
                .tools(weather)
                .build();
        // When
        var answer = agent.ask(WEATHER);
        // Then
        assertThat(weather.asked).containsExactly("Тверь");
        assertThat(answer).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void runsAToolOfAStreamAndAnswersWithItsResult(String model)
            throws ExecutionException, InterruptedException, TimeoutException {
        // Given
        var weather = new Weather();
        var agent = AiServices.builder(Agent.class)
                .streamingChatModel(streaming(model).build())
                .tools(weather)
                .build();
        // When
        var complete = new CompletableFuture<String>();
        agent.stream(WEATHER)
                .onPartialResponse(_ -> {})
                .onCompleteResponse(
                        answer -> complete.complete(answer.aiMessage().text()))
                .onError(complete::completeExceptionally)
                .start();
        // Then
        assertThat(complete.get(30, TimeUnit.SECONDS)).isNotBlank();
        assertThat(weather.asked).containsExactly("Тверь");
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void answersInTheFormOfARecord(String model) {
        // Given
        var reader = AiServices.builder(Reader.class)
                .chatModel(chat(model)
                        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                        .strictJsonSchema(true)
                        .build())
                .build();
        // When
        var city = reader.city("Тверь, 416 тысяч жителей.");
        // Then
        assertThat(city).isNotNull();
        assertThat(city.name()).isNotNull();
        assertThat(city.rivers()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT_EMBEDDINGS, YANDEXGPT_EMBEDDINGS})
    void embedsTextsInTheirOrder(String model) {
        // Given
        var embeddings = OpenAiEmbeddingModel.builder()
                .baseUrl(stack.gateway() + "/v1")
                .apiKey(stack.key())
                .modelName(model)
                .build();
        // When
        var both = embeddings
                .embedAll(List.of(TextSegment.from("Тверь"), TextSegment.from("Волга")))
                .content();
        // Then
        assertThat(both).hasSize(2);
        assertThat(both.get(0).vector()).isNotEqualTo(both.get(1).vector());
        assertThat(both.get(1).vector())
                .isEqualTo(embeddings.embed("Волга").content().vector());
    }

    @Test
    void showsAnImageToAModelThatSees() {
        // Given
        var question = UserMessage.from(TextContent.from("Что это?"), ImageContent.from(Requests.PIXEL, "image/png"));
        // When
        var answer = chat(Requests.GIGACHAT_VISION).build().chat(question);
        // Then
        assertThat(answer.aiMessage().text()).contains("Вижу: image.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void saysThatATextModelSeesNoImages(String model) {
        // Given
        var question = UserMessage.from(TextContent.from("Что это?"), ImageContent.from(Requests.PIXEL, "image/png"));
        // Then
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> chat(model).build().chat(question))
                .withMessageContaining("messages[0].content");
    }

    @ParameterizedTest
    @CsvSource({
        GIGACHAT + ", temperature, 9",
        YANDEXGPT + ", temperature, 9",
        GIGACHAT + ", max_tokens, -1",
        YANDEXGPT + ", max_tokens, -1"
    })
    void namesTheParameterThatIsWrong(String model, String param, double value) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> chat(model)
                        .customParameters(Map.of(param, param.equals("max_tokens") ? (int) value : value))
                        .build()
                        .chat("Привет!"))
                .withMessageContaining("\"param\":\"%s\"".formatted(param));
    }

    @Test
    void raisesTheExceptionsThatItsCallersCatch() {
        var poor = stack.operators().newAccountWithoutCredit("langchain4j-poor");
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> chat(GIGACHAT).apiKey("xr-wrong").build().chat("Привет!"))
                .withMessageContaining("invalid_api_key");
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> chat("gigachat/no-such-model").build().chat("Привет!"))
                .withMessageContaining("model_not_found");
        assertThatExceptionOfType(LangChain4jException.class)
                .isThrownBy(() -> chat(YANDEXGPT).apiKey(poor.key()).build().chat("Привет!"))
                .satisfies(refusal -> assertThat(statusOf(refusal)).isEqualTo(402));
    }

    @Test
    void raisesARateLimit() {
        // Given
        var limited = chat(GIGACHAT)
                .apiKey(stack.operators()
                        .newAccount("langchain4j-limited", 2, 10)
                        .key())
                .build();
        limited.chat("Раз");
        limited.chat("Два");
        // Then
        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> limited.chat("Три"))
                .withMessageContaining("rate_limit_exceeded");
    }

    /** LangChain4j raises nothing for an error in the middle of a stream; what it hands on says that it is not whole. */
    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void doesNotTakeABrokenStreamForAWholeOne(String model)
            throws ExecutionException, InterruptedException, TimeoutException {
        // When
        var stream = new LangChain4jStream();
        streaming(model).build().chat("Привет! [[sim tokens=60 chunks=20 gap=5ms reset-after=5]]", stream);
        // Then
        var answer = stream.answer().get(30, TimeUnit.SECONDS);
        assertThat(answer.finishReason()).isNull();
        assertThat(answer.tokenUsage()).isNull();
        assertThat(stream.unmapped()).last().asString().contains("upstream_interrupted");
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void stopsTheProviderWhenItIsCancelled(String model) {
        // Given
        var trace = Requests.traceId();
        var stream = new LangChain4jStream(3);
        // When
        streaming(model)
                .customHeaders(Map.of("traceparent", Requests.traceparent(trace)))
                .build()
                .chat("Привет! [[sim tokens=600 chunks=200 gap=50ms]]", stream);
        // Then
        Eventually.get(
                "the provider sees the cancel", () -> stack.simulatorControl().cancelled(trace));
    }

    private OpenAiChatModel.OpenAiChatModelBuilder chat(String model) {
        return OpenAiChatModel.builder()
                .baseUrl(stack.gateway() + "/v1")
                .apiKey(stack.key())
                .modelName(model)
                .maxRetries(0);
    }

    private OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder streaming(String model) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(stack.gateway() + "/v1")
                .apiKey(stack.key())
                .modelName(model);
    }

    private static int statusOf(Throwable refusal) {
        for (var cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException http) {
                return http.statusCode();
            }
        }
        return 0;
    }

    /** What LangChain4j makes an agent of. */
    interface Agent {
        String ask(String message);

        TokenStream stream(String message);
    }

    /** What LangChain4j makes a reader of. */
    interface Reader {
        @dev.langchain4j.service.UserMessage("Что за город? {{text}}")
        City city(@V("text") String text);
    }

    record City(String name, int people, List<String> rivers) {}

    /** Remembers what it was asked. */
    static final class Weather {
        private final List<String> asked = new ArrayList<>();

        @Tool(name = "get_weather", value = "Погода в городе")
        String weather(@P(name = "city", value = "Город") String city) {
            asked.add(city);
            return "{\"degrees\":-7}";
        }
    }
}
