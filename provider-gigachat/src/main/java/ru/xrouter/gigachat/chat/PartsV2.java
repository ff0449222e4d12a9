package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ToolCall;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MadeFile;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.TokenEstimate;

/** The parts that a whole answer and an event of a stream have in common in GigaChat's v2 API. */
final class PartsV2 {
    private static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9.+-]{1,64}/[a-z0-9.+-]{1,64}");

    private PartsV2() {}

    /** Something that the model said. */
    sealed interface Part {}

    record Text(String text) implements Part {}

    /** What GigaChat found on the web, by the numbers that its text names. */
    record Sources(Map<String, SourceMarks.Source> sources) implements Part {}

    /** What one of GigaChat's own tools made. */
    record Made(MadeFile file) implements Part {}

    record Reasoning(String text) implements Part {}

    /** @param stateId null when the answer has not told it, or not yet */
    record Call(String name, String arguments, @Nullable String stateId) implements Part {
        /** @param toldLater the state that came after the call */
        ToolCall toolCall(int number, @Nullable String toldLater) {
            var state = stateId == null ? toldLater : stateId;
            return new ToolCall(
                    CallIds.of(state, number, name, arguments), FunctionNames.fromGigaChat(name), arguments);
        }

        long codePoints() {
            return TokenEstimate.codePoints(name) + TokenEstimate.codePoints(arguments);
        }
    }

    /** The state id of an object, under either of its names. */
    static @Nullable String state(JsonNode object) {
        var told = AnswerParts.text(object, "tool_state_id");
        return told == null ? AnswerParts.text(object, "tools_state_id") : told;
    }

    /** What a message says. Progress of GigaChat's own tools and the like say nothing. */
    static List<Part> of(JsonNode message, @Nullable String answerState) {
        var role = AnswerParts.text(message, "role");
        var reasons = "reasoning".equals(role);
        if (!reasons && role != null && !role.equals("assistant")) {
            return List.of();
        }
        var content = message.path("content");
        if (content.isMissingNode() || content.isNull()) {
            return List.of();
        }
        if (!content.isArray()) {
            throw new MalformedAnswerException("The content of a message is not a list.");
        }
        var told = state(message);
        var parts = new ArrayList<Part>(content.size());
        for (var part : content) {
            var text = AnswerParts.text(part, "text");
            if (text != null) {
                parts.add(reasons ? new Reasoning(text) : new Text(text));
            }
            var sources = sources(part.path("inline_data").path("sources"));
            if (!sources.isEmpty()) {
                parts.add(new Sources(sources));
            }
            for (var file : part.path("files")) {
                parts.add(new Made(file(file)));
            }
            var call = part.path("function_call");
            if (!reasons && call.isObject()) {
                parts.add(call(call, told == null ? answerState : told));
            }
        }
        return parts;
    }

    private static MadeFile file(JsonNode file) {
        var id = file.path("id").asText("");
        if (!FILE_ID.matcher(id).matches()) {
            throw new MalformedAnswerException("A file of the answer has no id.");
        }
        var mime = file.path("mime").asText("").toLowerCase(Locale.ROOT);
        return new MadeFile(id, MEDIA_TYPE.matcher(mime).matches() ? mime : "application/octet-stream");
    }

    private static Map<String, SourceMarks.Source> sources(JsonNode told) {
        var sources = new LinkedHashMap<String, SourceMarks.Source>();
        for (var source : told.properties()) {
            var url = source.getValue().path("url").asText("");
            if (!url.isEmpty()) {
                sources.put(
                        source.getKey(),
                        new SourceMarks.Source(
                                url, source.getValue().path("title").asText("")));
            }
        }
        return sources;
    }

    private static Call call(JsonNode call, @Nullable String state) {
        var name = AnswerParts.text(call, "name");
        if (name == null) {
            throw new MalformedAnswerException("A function call has no name.");
        }
        return new Call(name, AnswerParts.arguments(call.path("arguments")), state);
    }

    /** The {@code usage} of an answer, under whichever names it came; null when there is none. */
    static @Nullable Usage usage(JsonNode answer) {
        var usage = answer.path("usage");
        if (!usage.isObject()) {
            return null;
        }
        var prompt = count(usage, "input_tokens", "prompt_tokens");
        var completion = count(usage, "output_tokens", "completion_tokens");
        var details = usage.path("input_tokens_details").path("cached_tokens");
        var cached = details.isMissingNode()
                ? AnswerParts.count(usage, "precached_prompt_tokens")
                : AnswerParts.count(usage.path("input_tokens_details"), "cached_tokens");
        return new Usage(prompt, completion, Math.min(prompt, cached), 0, false);
    }

    private static int count(JsonNode usage, String name, String otherName) {
        return AnswerParts.count(usage, usage.hasNonNull(name) ? name : otherName);
    }
}
