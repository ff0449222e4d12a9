package ru.xrouter.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.money.Charge;
import ru.xrouter.api.money.CostDetails;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Usage;

class ChatCompletionWriterTest {
    private static final Charge CHARGE = new Charge(
            new CostDetails(new Money(600), new Money(100), new Money(320), new Money(480)),
            new Money(270),
            Money.ZERO,
            LocalDate.of(2026, 1, 1),
            false);

    private final ChatCompletionWriter writer = new ChatCompletionWriter("gen-1", 7, "gigachat/GigaChat-2", "GigaChat");

    @Test
    void writesPicturesApartFromOtherFiles() {
        var picture = new AnswerFile("p", "image/jpeg", "/9j/");
        var model = new AnswerFile("m", "model/gltf-binary", "Z2xURg==");
        var answer = Answer.text("there", FinishReason.STOP).with(List.of(picture, model));

        assertThat(text(writer.completion(List.of(answer), Map.of()))).contains("""
                        "images":[{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/"}}],\
                        "files":[{"type":"file","file":{"filename":"m","file_data":"data:model/gltf-binary;base64,Z2xURg=="}}]\
                        """);
        assertThat(text(writer.chunk(0, new Delta.Made(picture), false)))
                .contains("\"delta\":{\"images\":[{\"type\":\"image_url\"");
        assertThat(text(writer.chunk(0, new Delta.Made(model), false)))
                .contains("\"delta\":{\"files\":[{\"type\":\"file\"");
    }

    @Test
    void writesACompletionThatTheUsageCanBeAppendedTo() {
        var answer = new Answer(null, null, List.of(new ToolCall("c", "f", "{\"a\":1}")), FinishReason.TOOL_CALLS);

        assertThat(text(writer.completion(List.of(answer), Map.of()))).isEqualTo("""
                        {"id":"gen-1","object":"chat.completion","created":7,"model":"gigachat/GigaChat-2","provider":"GigaChat",\
                        "choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":null,\
                        "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},\
                        "logprobs":null,"finish_reason":"tool_calls"}]}\
                        """);
        assertThat(text(AnswerWriter.usageMember(new Usage(10, 5, 4, 2, false), CHARGE)))
                .isEqualTo("""
                        "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,\
                        "prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2},\
                        "cost":0.001500,"cost_details":{"input":0.000600,"cached_input":0.000100,"reasoning":0.000320,\
                        "output":0.000480,"vat":0.000270,"price_valid_from":"2026-01-01"}}\
                        """);
    }

    @Test
    void writesChunksInTheOrderThatSdksExpect() {
        assertThat(text(writer.firstChunk(0, false))).contains("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(text(writer.chunk(0, new Delta.Text("Привет"), true)))
                .startsWith("data: {")
                .endsWith("\"finish_reason\":null}],\"usage\":null}\n\n")
                .contains("\"delta\":{\"content\":\"Привет\"}");
        assertThat(text(writer.finishChunk(0, FinishReason.STOP, false)))
                .contains("\"delta\":{}")
                .contains("\"finish_reason\":\"stop\"")
                .doesNotContain("usage");
        assertThat(text(writer.usageChunk(Usage.of(1, 2), CHARGE))).contains("\"choices\":[],\"usage\":{");
    }

    @Test
    void namesACallOnceAndThenOnlyAddsToItsArguments() {
        assertThat(text(writer.chunk(0, new Delta.Call(1, new ToolCall("c", "f", "")), false)))
                .contains("\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"c\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}");
        assertThat(text(writer.chunk(0, new Delta.Arguments(1, "{\"x\""), false)))
                .contains("\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{\\\"x\\\"\"}}]}");
    }

    @Test
    void tellsTheVersionOfTheModelWhereItIsKnown() {
        var versioned = writer.withFingerprint("2.0.28.2");

        assertThat(text(versioned.completion(List.of(Answer.text("a", FinishReason.STOP)), Map.of())))
                .contains("\"system_fingerprint\":\"2.0.28.2\"");
        assertThat(text(versioned.chunk(0, new Delta.Text("a"), false)))
                .contains("\"system_fingerprint\":\"2.0.28.2\"");
        assertThat(text(writer.firstChunk(0, false))).doesNotContain("fingerprint");
    }

    @Test
    void keepsEveryEventOnOneLine() {
        var event = text(writer.chunk(0, new Delta.Text("a\nb\r\u2028c"), false));

        assertThat(event.strip()).doesNotContain("\n").doesNotContain("\r");
        assertThat(text(AnswerWriter.errorEvent(ApiError.internal()))).startsWith("data: {\"error\":{");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
