package ru.xrouter.yandexgpt.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.http.Lines;

/** What a streamed answer was translated into, as the events that a caller would read. */
public final class StreamSteps {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ChatCompletionWriter WRITER =
            new ChatCompletionWriter("gen-1", 1780000000, "yandex/yandexgpt", "YandexGPT");

    private StreamSteps() {}

    /** Translates an answer that comes in these buffers. */
    public static String events(StreamTranslation translation, byte[]... buffers) {
        var lines = new Lines();
        var seen = new ArrayList<>();
        try {
            for (var buffer : buffers) {
                lines.accept(Buffer.buffer(buffer), line -> seen.addAll(translation.line(line)));
            }
            lines.end(line -> seen.addAll(translation.line(line)));
        } catch (MalformedAnswerException e) {
            seen.add("malformed: " + e.getMessage());
        }
        return events(seen, WRITER.withFingerprint(translation.modelVersion()));
    }

    private static String events(List<Object> steps, ChatCompletionWriter writer) {
        return steps.stream().map(step -> event(step, writer)).collect(Collectors.joining());
    }

    private static String event(Object step, ChatCompletionWriter writer) {
        return switch (step) {
            case StreamStep.Said(var delta) -> new String(writer.chunk(0, delta, false), UTF_8);
            case StreamStep.Made(var file) -> "event: made\ndata: " + file.id() + "\n\n";
            case StreamStep.Counted(var usage) -> "event: counted\ndata: " + JSON.valueToTree(usage) + "\n\n";
            case StreamStep.Finished(var reason, var usage) ->
                new String(writer.finishChunk(0, reason, false), UTF_8) + "event: finished\ndata: "
                        + JSON.valueToTree(usage) + "\n\n";
            case StreamStep.CutShort(var reason, var usage) ->
                new String(writer.finishChunk(0, reason, false), UTF_8) + "event: cut short\ndata: "
                        + JSON.valueToTree(usage) + "\n\n";
            case StreamStep.Failed(var failure, var words) ->
                "event: failed\ndata: " + failure + "\n"
                        + (words.isEmpty() ? "" : "data: in its words: " + words + "\n") + "\n";
            default -> "event: thrown\ndata: " + step + "\n\n";
        };
    }
}
