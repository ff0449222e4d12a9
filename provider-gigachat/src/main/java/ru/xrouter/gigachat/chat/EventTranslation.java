package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;

/** Translates one of GigaChat's v1 streams: server-sent events of {@code data:} lines, a whole JSON object in each. */
final class EventTranslation implements StreamTranslation {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final ChatCompletionRequest request;
    private final SaidSteps said;
    private @Nullable String modelVersion;

    EventTranslation(ChatCompletionRequest request) {
        this.request = request;
        this.said = new SaidSteps(request);
    }

    @Override
    public @Nullable String modelVersion() {
        return modelVersion;
    }

    @Override
    public List<StreamStep> line(byte[] line) {
        if (!startsWith(line, 0, DATA)) {
            return List.of();
        }
        var from = line.length > DATA.length && line[DATA.length] == ' ' ? DATA.length + 1 : DATA.length;
        if (startsWith(line, from, DONE)) {
            // Nobody reads on after a finish reason, so there was none.
            return List.of(new StreamStep.Failed(new ProviderFailure.Interrupted("[DONE] without finish_reason")));
        }
        return chunk(AnswerParts.object(line, from));
    }

    private List<StreamStep> chunk(JsonNode json) {
        if (AnswerParts.isError(json)) {
            return List.of(AnswerParts.failed(json));
        }
        var choice = json.path("choices").path(0);
        if (choice.isMissingNode()) {
            return List.of();
        }
        if (modelVersion == null) {
            modelVersion = AnswerParts.modelVersion(json);
        }
        var steps = new ArrayList<StreamStep>(4);
        var delta = choice.path("delta");
        if (isAnswer(delta)) {
            said.wrote(AnswerParts.codePoints(delta));
            steps.add(new StreamStep.Counted(usage(json)));
            said(delta, steps);
        }
        var reason = AnswerParts.text(choice, "finish_reason");
        if (reason != null) {
            said.end(reason, usage(json), steps);
        } else if (said.isStopped()) {
            said.cutShort(usage(json), steps);
        }
        return steps;
    }

    /** While one of GigaChat's own functions runs, messages in other roles tell of its progress. */
    private static boolean isAnswer(JsonNode delta) {
        var role = AnswerParts.text(delta, "role");
        return delta.isObject() && (role == null || role.equals("assistant"));
    }

    private void said(JsonNode delta, List<StreamStep> steps) {
        var reasoning = AnswerParts.text(delta, "reasoning_content");
        if (reasoning != null) {
            said.reasoning(reasoning, steps);
        }
        var content = AnswerParts.text(delta, "content");
        if (content != null) {
            said.text(content, steps);
        }
        var call = said.isStopped() ? null : AnswerParts.call(delta, request, said.calls());
        if (call != null) {
            said.call(_ -> call, steps);
        }
    }

    /** What GigaChat told, which it does in the last chunk only; until then our estimate. */
    private Usage usage(JsonNode json) {
        var told = AnswerParts.usage(json);
        return told != null ? told : said.estimate();
    }

    private static boolean startsWith(byte[] line, int from, byte[] prefix) {
        var to = from + prefix.length;
        return line.length >= to && Arrays.equals(line, from, to, prefix, 0, prefix.length);
    }
}
