package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.StreamStep;

/** Answers and streams as the fixtures hold them: as the caller receives them. */
final class Rendering {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ChatCompletionWriter WRITER =
            new ChatCompletionWriter("gen-1", 1_780_000_000, "gigachat/gigachat-2", "GigaChat");
    private static final String ANY_REQUEST =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Какая река течёт через Тверь?\"}]}";

    private Rendering() {}

    interface Steps {
        List<StreamStep> read();
    }

    /** The request of a stream: its own, or any. */
    static ChatCompletionRequest request(Fixture fixture) {
        var file = fixture.folder().resolve(fixture.name() + ".request.json");
        try {
            return ChatRequestReader.read(
                    Files.exists(file) ? Files.readAllBytes(file) : ANY_REQUEST.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] completion(ProviderAnswer answer) throws IOException {
        var out = JsonNodeFactory.instance.objectNode();
        out.set(
                "completion",
                JSON.readTree(
                        WRITER.withFingerprint(answer.modelVersion()).completion(List.of(answer.answer()), Map.of())));
        if (!answer.files().isEmpty()) {
            out.set("files", JSON.valueToTree(answer.files()));
        }
        out.set("usage", JSON.valueToTree(answer.usage()));
        return bytes(out);
    }

    static String steps(Steps steps) {
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
            case StreamStep.Made(var file) ->
                out.append(": a file, ")
                        .append(file.id())
                        .append(' ')
                        .append(file.mediaType())
                        .append("\n\n");
            case StreamStep.Counted(var usage) -> report(usage, out);
            case StreamStep.Finished(var reason, var usage) -> finish(reason, usage, out);
            case StreamStep.CutShort(var reason, var usage) -> {
                finish(reason, usage, out);
                out.append(": the provider is stopped\n\n");
            }
            case StreamStep.Failed(var failure, var words) ->
                out.append("failure: ")
                        .append(failure)
                        .append(words.isEmpty() ? "" : ", in its words: " + words)
                        .append("\n\n");
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

    static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
