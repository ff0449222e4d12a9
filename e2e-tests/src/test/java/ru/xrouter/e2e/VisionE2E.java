package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT_VISION;

import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** Models that see images are shown them as OpenAI's own client sends them: inside the message. */
@OnRunningStack
class VisionE2E {
    private static final String V2 = "gigachat/GigaChat-3-Ultra";
    private static final String PIXEL = "data:image/png;base64," + Requests.PIXEL;
    private static final int TOKENS_OF_TEXT_ALONE = 20;

    private final Stack stack;
    private final OpenAIClient openai;

    VisionE2E(Stack stack) {
        this.stack = stack;
        this.openai = stack.openai();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT_VISION, V2})
    void seesAnImage(String model) {
        // When
        var completion = openai.chat().completions().create(showing(model, PIXEL));
        // Then
        assertThat(text(completion)).contains("Вижу: image.png, 70 байт");
        assertThat(completion.usage().orElseThrow().promptTokens()).isGreaterThan(TOKENS_OF_TEXT_ALONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT_VISION, V2})
    void streamsWhatItSees(String model) {
        // Given
        var accumulated = ChatCompletionAccumulator.create();
        // When
        try (var stream = openai.chat().completions().createStreaming(showing(model, PIXEL))) {
            stream.stream().forEach(accumulated::accumulate);
        }
        // Then
        assertThat(text(accumulated.chatCompletion())).contains("Вижу: image.png, 70 байт");
    }

    @Test
    void namesTheImageThatIsNone() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> openai.chat()
                        .completions()
                        .create(showing(GIGACHAT_VISION, "data:image/gif;base64,R0lGODlhAQABAAAAACw=")))
                .satisfies(refusal -> {
                    assertThat(refusal.param()).hasValue("messages[0].content[1].image_url.url");
                    assertThat(refusal.code()).hasValue("invalid_image_format");
                });
    }

    @Test
    void fetchesNothingFromAddressesThatNobodyHasAllowed() {
        // Given
        var address = stack.simulator() + "/_sim/served";
        // Then
        for (var url : List.of(address, address.replace("http:", "https:"), "file:///etc/passwd")) {
            assertThatExceptionOfType(BadRequestException.class)
                    .isThrownBy(() -> openai.chat().completions().create(showing(GIGACHAT_VISION, url)))
                    .satisfies(refusal -> assertThat(refusal.param()).hasValue("messages[0].content[1].image_url.url"));
        }
    }

    @Test
    void chargesWhatTheProviderCountsForTheImage() {
        // Given
        var operators = stack.operators();
        var account = operators.newAccount("vision");
        // When
        var answer = stack.http(account.key()).chat("""
                {"model":"%s","messages":[{"role":"user","content":[{"type":"text","text":"Что это?"},\
                {"type":"image_url","image_url":{"url":"%s"}}]}]}""".formatted(GIGACHAT_VISION, PIXEL));
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(operators.settled(account, answer.requestId()).at("/usage/prompt_tokens"))
                .isEqualTo(answer.json().at("/usage/prompt_tokens"));
    }

    private static ChatCompletionCreateParams showing(String model, String url) {
        var image = ChatCompletionContentPartImage.builder()
                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                        .url(url)
                        .build())
                .build();
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessageOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                .text("Что это?")
                                .build()),
                        ChatCompletionContentPart.ofImageUrl(image)))
                .build();
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().getFirst().message().content().orElseThrow();
    }
}
