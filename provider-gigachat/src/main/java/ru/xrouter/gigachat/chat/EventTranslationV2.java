package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.TokenEstimate;

/**
 * Translates one of GigaChat's v2 streams: named server-sent events, the last of them {@code response.message.done}. There
 * is no {@code [DONE]}.
 */
final class EventTranslationV2 implements StreamTranslation {
    private static final byte[] EVENT = "event:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final String DELTA_EVENT = "response.message.delta";
    private static final String DONE_EVENT = "response.message.done";
    private static final int LONGEST_EVENT = 4 * 1024 * 1024;

    private final SaidSteps said;
    private final List<PartsV2.Call> withoutState = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private String event = "";
    private @Nullable String modelVersion;
    private boolean saidText;

    EventTranslationV2(ChatCompletionRequest request) {
        this.said = new SaidSteps(request);
    }

    @Override
    public @Nullable String modelVersion() {
        return modelVersion;
    }

    @Override
    public List<StreamStep> line(byte[] line) {
        if (line.length == 0) {
            return dispatch();
        }
        if (startsWith(line, EVENT)) {
            event = new String(line, EVENT.length, line.length - EVENT.length, StandardCharsets.UTF_8).strip();
        } else if (startsWith(line, DATA)) {
            gather(line);
        }
        return List.of();
    }

    /** Several lines of data are one text with line ends between. */
    private void gather(byte[] line) {
        var from = line.length > DATA.length && line[DATA.length] == ' ' ? DATA.length + 1 : DATA.length;
        if (data.size() > 0) {
            data.write('\n');
        }
        data.write(line, from, line.length - from);
        if (data.size() > LONGEST_EVENT) {
            throw new MalformedAnswerException("An event is longer than %d bytes.".formatted(LONGEST_EVENT));
        }
    }

    private List<StreamStep> dispatch() {
        var name = event;
        var bytes = data.toByteArray();
        event = "";
        data.reset();
        if (bytes.length == 0) {
            return List.of();
        }
        return switch (name) {
            case DELTA_EVENT -> delta(AnswerParts.object(bytes, 0));
            case DONE_EVENT -> done(AnswerParts.object(bytes, 0));
            case "" -> unnamed(bytes);
            // GigaChat's own tools at work, and whatever else may come to be told.
            default -> List.of();
        };
    }

    private static List<StreamStep> unnamed(byte[] bytes) {
        var told = AnswerParts.object(bytes, 0);
        if (AnswerParts.isError(told)) {
            return List.of(AnswerParts.failed(told));
        }
        throw new MalformedAnswerException("An event has no name.");
    }

    private List<StreamStep> delta(JsonNode json) {
        var steps = new ArrayList<StreamStep>(4);
        messages(json, false, steps);
        if (said.isStopped()) {
            said.cutShort(said.estimate(), steps);
        }
        return steps;
    }

    /** @param last what the last event says again, the deltas have said already */
    private void messages(JsonNode json, boolean last, List<StreamStep> steps) {
        if (modelVersion == null) {
            modelVersion = AnswerParts.modelVersion(json);
        }
        var more = new ArrayList<StreamStep>(4);
        var knowsText = last && saidText;
        var knowsCalls = last && (said.calls() > 0 || !withoutState.isEmpty());
        for (var message : json.path("messages")) {
            for (var part : PartsV2.of(message, PartsV2.state(json))) {
                switch (part) {
                    case PartsV2.Sources(var sources) -> said.sources(sources);
                    case PartsV2.Made(var file) -> said.file(file, more);
                    case PartsV2.Call call when !knowsCalls -> call(call, more);
                    case PartsV2.Reasoning(var thought) when !knowsText -> reasoning(thought, more);
                    case PartsV2.Text(var text) when !knowsText -> text(text, more);
                    case PartsV2.Call _, PartsV2.Reasoning _, PartsV2.Text _ -> {}
                }
            }
        }
        if (!more.isEmpty()) {
            steps.add(new StreamStep.Counted(said.estimate()));
            steps.addAll(more);
        }
    }

    private void reasoning(String thought, List<StreamStep> steps) {
        saidText = true;
        said.wrote(TokenEstimate.codePoints(thought));
        said.reasoning(thought, steps);
    }

    private void text(String text, List<StreamStep> steps) {
        saidText = true;
        said.wrote(TokenEstimate.codePoints(text));
        said.text(text, steps);
    }

    private void call(PartsV2.Call call, List<StreamStep> steps) {
        said.wrote(call.codePoints());
        if (call.stateId() == null) {
            // The end of the stream may tell it, and a call goes out once.
            withoutState.add(call);
        } else {
            said.call(number -> call.toolCall(number, null), steps);
        }
    }

    private List<StreamStep> done(JsonNode json) {
        var steps = new ArrayList<StreamStep>(4);
        messages(json, true, steps);
        var state = PartsV2.state(json);
        withoutState.forEach(call -> said.call(number -> call.toolCall(number, state), steps));
        var told = PartsV2.usage(json);
        said.end(AnswerParts.text(json, "finish_reason"), told == null ? said.estimate() : told, steps);
        return steps;
    }

    private static boolean startsWith(byte[] line, byte[] prefix) {
        return line.length >= prefix.length && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length);
    }
}
