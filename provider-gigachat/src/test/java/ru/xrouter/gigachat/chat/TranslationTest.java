package ru.xrouter.gigachat.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.http.CutStream;

/** Every row of the mapping, as pairs of files; the folders are the mapping table. */
class TranslationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ChatCompletionWriter WRITER =
            new ChatCompletionWriter("gen-1", 1_780_000_000, "gigachat/gigachat-2", "GigaChat");
    private static final String ANY_REQUEST =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Какая река течёт через Тверь?\"}]}";

    static Stream<Fixture> requests() {
        return Fixture.all("request");
    }

    static Stream<Fixture> answers() {
        return Fixture.all("answer");
    }

    static Stream<Fixture> streams() {
        return Fixture.all("stream");
    }

    static Stream<Fixture> refusals() {
        return Fixture.all("refusal");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void translatesRequest(Fixture fixture) throws IOException {
        try {
            var request = ChatRequestReader.read(fixture.in());
            var out = JsonNodeFactory.instance.objectNode();
            out.set("body", JSON.readTree(ChatTranslation.body(request, "GigaChat-2")));
            out.set("ignored", JSON.valueToTree(IgnoredParameters.of(request)));
            fixture.assertOutJson(bytes(out));
        } catch (InvalidParameterException e) {
            fixture.assertErrJson(e.toApiError().body());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void translatesAnswer(Fixture fixture) throws IOException {
        var request = ChatRequestReader.read(bytes(fixture.inJson().get("request")));
        try {
            var answer =
                    AnswerTranslation.answer(request, bytes(fixture.inJson().get("answer")));
            var out = JsonNodeFactory.instance.objectNode();
            out.set("completion", JSON.readTree(WRITER.completion(List.of(answer.answer()), Map.of())));
            out.set("usage", JSON.valueToTree(answer.usage()));
            fixture.assertOutJson(bytes(out));
        } catch (MalformedAnswerException e) {
            fixture.assertErrJson(bytes(JsonNodeFactory.instance.objectNode().put("malformed", e.getMessage())));
        } catch (ProviderFailureException e) {
            fixture.assertErrJson(
                    bytes(JSON.valueToTree(Map.of("failure", e.failure().toString()))));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void translatesStream(Fixture fixture) {
        fixture.assertOutText("sse", rendered(() -> CutStream.steps(translation(fixture), fixture.in(), 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void translatesStreamTheSameWhereverItIsCut(Fixture fixture) {
        // Given
        var stream = fixture.in();
        var whole = rendered(() -> CutStream.steps(translation(fixture), stream, 0));

        for (int cut = 1; cut <= stream.length; cut++) {
            // When
            var at = cut;
            var twoParts = rendered(() -> CutStream.steps(translation(fixture), stream, at));

            // Then
            assertThat(twoParts).as("cut at %d", cut).isEqualTo(whole);
        }
        assertThat(rendered(() -> CutStream.steps(translation(fixture), stream)))
                .isEqualTo(whole);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void translatesRefusal(Fixture fixture) throws IOException {
        // Given
        var in = fixture.inJson();
        var body = in.get("body").isTextual()
                ? in.get("body").textValue().getBytes(StandardCharsets.UTF_8)
                : bytes(in.get("body"));

        // When
        var failure = RefusalTranslation.failure(new ProviderRefusal(
                Operation.valueOf(in.path("operation").asText("CHAT")),
                ProviderRequest.get("/", Map.of()),
                in.get("status").intValue(),
                in.get("retry_after").textValue(),
                body));

        // Then
        var out = JsonNodeFactory.instance.objectNode();
        out.put("failure", failure.wireName());
        out.put("detail", failure instanceof ProviderFailure.Unavailable(var detail) ? detail : null);
        out.put("status", failure.toApiError().status());
        out.put("retry_after", failure.toApiError().retryAfterSeconds());
        out.set("body", JSON.readTree(failure.toApiError().body()));
        fixture.assertOutJson(bytes(out));
    }

    private static EventTranslation translation(Fixture fixture) {
        return new EventTranslation(request(fixture));
    }

    private static ChatCompletionRequest request(Fixture fixture) {
        var file = fixture.folder().resolve(fixture.name() + ".request.json");
        try {
            return ChatRequestReader.read(
                    Files.exists(file) ? Files.readAllBytes(file) : ANY_REQUEST.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Steps {
        List<StreamStep> read();
    }

    private static String rendered(Steps steps) {
        var out = new StringBuilder();
        try {
            steps.read().forEach(step -> render(step, out));
        } catch (MalformedAnswerException e) {
            out.append("malformed: ").append(e.getMessage()).append('\n');
        }
        return out.toString();
    }

    private static void render(StreamStep step, StringBuilder out) {
        switch (step) {
            case StreamStep.Said(var delta) -> out.append(text(WRITER.chunk(0, delta, false)));
            case StreamStep.Counted(var usage) -> report(usage, out);
            case StreamStep.Finished(var reason, var usage) -> finish(reason, usage, out);
            case StreamStep.CutShort(var reason, var usage) -> {
                finish(reason, usage, out);
                out.append(": the provider is stopped\n\n");
            }
            case StreamStep.Failed(var failure) ->
                out.append("failure: ").append(failure).append("\n\n");
        }
    }

    private static void finish(FinishReason reason, Usage usage, StringBuilder out) {
        out.append(text(WRITER.finishChunk(0, reason, false)));
        report(usage, out);
    }

    private static void report(Usage usage, StringBuilder out) {
        out.append(AdapterReport.EVENT_LINE)
                .append("data: ")
                .append(JSON.valueToTree(usage).toString())
                .append("\n\n");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
