package ru.xrouter.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.money.Charge;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Percent;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.Usage;

class TextCompletionWriterTest {
    private static final Price PRICE = new Price(1, 1, 1, LocalDate.of(2026, 1, 1));
    private static final Charge FREE = Charge.of(Usage.NONE, PRICE, PRICE, Percent.ZERO, Money.ZERO);

    private final TextCompletionWriter plain = new TextCompletionWriter("gen-1", 7, "toy/one", "Toy", List.of());
    private final TextCompletionWriter echoing =
            new TextCompletionWriter("gen-1", 7, "toy/one", "Toy", List.of("One: ", "Two: "));

    @Test
    void writesACompletionThatTheUsageCanBeAppendedTo() {
        assertThat(text(plain.completion(List.of(Answer.text("Волга", FinishReason.LENGTH)), Map.of())))
                .isEqualTo("""
                        {"id":"gen-1","object":"text_completion","created":7,"model":"toy/one","provider":"Toy",\
                        "choices":[{"index":0,"text":"Волга","logprobs":null,"finish_reason":"length"}]}\
                        """);
    }

    @Test
    void putsEachPromptBeforeItsText() {
        // Given
        var answers =
                List.of(Answer.text("a", FinishReason.STOP), new Answer(null, null, List.of(), FinishReason.STOP));

        // When
        var completion = text(echoing.completion(answers, Map.of()));

        // Then
        assertThat(completion).contains("{\"index\":0,\"text\":\"One: a\"").contains("{\"index\":1,\"text\":\"Two: \"");
    }

    @Test
    void streamsAPromptAsTheFirstTextOfItsChoice() {
        assertThat(text(echoing.firstChunk(1, false)))
                .startsWith("data: {\"id\":\"gen-1\",\"object\":\"text_completion\"")
                .contains("\"choices\":[{\"index\":1,\"text\":\"Two: \",\"logprobs\":null,\"finish_reason\":null}]")
                .endsWith("}\n\n");
        assertThat(plain.firstChunk(0, false)).isEmpty();
    }

    @Test
    void streamsTextAndNothingElse() {
        assertThat(text(plain.chunk(0, new Delta.Text("a\nb"), true)))
                .contains("\"text\":\"a\\nb\"")
                .endsWith("],\"usage\":null}\n\n");
        assertThat(plain.chunk(0, new Delta.Reasoning("hm"), true)).isEmpty();
        assertThat(plain.chunk(0, new Delta.Call(0, new ToolCall("c", "f", "{}")), true))
                .isEmpty();
        assertThat(plain.chunk(0, new Delta.Arguments(0, "{}"), true)).isEmpty();
    }

    @Test
    void finishesEachChoiceAndEndsWithTheUsage() {
        assertThat(text(plain.finishChunk(2, FinishReason.STOP, false)))
                .contains("{\"index\":2,\"text\":\"\",\"logprobs\":null,\"finish_reason\":\"stop\"}")
                .doesNotContain("usage");
        assertThat(text(plain.usageChunk(Usage.of(1, 2), FREE)))
                .contains("\"object\":\"text_completion\"")
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
