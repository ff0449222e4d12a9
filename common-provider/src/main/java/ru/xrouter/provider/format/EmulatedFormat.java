package ru.xrouter.provider.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.ContentPart;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.ResponseFormat;

/** One request's response format for a model that knows none: put into words, and checked when the answer is there. */
public final class EmulatedFormat {
    private static final int LONGEST_FAULT = 200;
    private static final String NO_MORE = " Write the JSON alone: no explanation, no Markdown.";

    private final ChatCompletionRequest first;
    private final @Nullable SchemaCheck schema;

    private EmulatedFormat(ChatCompletionRequest first, @Nullable SchemaCheck schema) {
        this.first = first;
        this.schema = schema;
    }

    /**
     * What became of an answer.
     *
     * @param answer with the JSON alone as its text where there are no faults; else as the model gave it
     * @param faults what is wrong, in words for the model
     */
    public record Checked(Answer answer, List<String> faults) {
        public Checked {
            faults = List.copyOf(faults);
        }

        public boolean isRight() {
            return faults.isEmpty();
        }

        /** Whether it is worth asking again: an answer that was cut off would be cut off once more. */
        public boolean canBeRepaired() {
            return answer.finishReason() == FinishReason.STOP;
        }
    }

    /** Whether a request asks for a form other than text. */
    public static boolean isAskedFor(ChatCompletionRequest request) {
        return request.responseFormat() != null && !(request.responseFormat() instanceof ResponseFormat.Text);
    }

    /**
     * Takes time with a large schema: not for an event loop.
     *
     * @throws ru.xrouter.api.chat.InvalidParameterException when the schema is none
     */
    public static EmulatedFormat of(ChatCompletionRequest request) {
        var schema = request.responseFormat() instanceof ResponseFormat.JsonSchema format
                ? SchemaCheck.of(format.schema())
                : null;
        return new EmulatedFormat(inWords(request), schema);
    }

    /** The request with the format put into words, not streamed. */
    public static ChatCompletionRequest inWords(ChatCompletionRequest request) {
        var words = request.responseFormat() instanceof ResponseFormat.JsonSchema format
                ? "Answer with one JSON value that is valid under this JSON Schema:\n" + format.titled() + "\n"
                : "Answer with one JSON object.";
        var messages = new ArrayList<>(request.messages());
        int at = 0;
        while (at < messages.size() && messages.get(at) instanceof ChatMessage.SystemMessage) {
            at++;
        }
        messages.add(at, new ChatMessage.SystemMessage(words + NO_MORE));
        return request.unformatted(messages);
    }

    public ChatCompletionRequest first() {
        return first;
    }

    /** The request that shows the model its answer and what is wrong with it. */
    public ChatCompletionRequest again(Checked wrong) {
        var messages = new ArrayList<>(first.messages());
        var text = wrong.answer().text();
        if (text != null && !text.isEmpty()) {
            messages.add(new ChatMessage.AssistantMessage(text, List.of()));
        }
        var words = "That is not what was asked for: %s. Answer again.%s"
                .formatted(String.join("; ", wrong.faults()), NO_MORE);
        messages.add(new ChatMessage.UserMessage(List.of(new ContentPart.Text(words))));
        return first.unformatted(messages);
    }

    /** Takes time: not for an event loop. Tool calls are no text, and right as they are. */
    public Checked check(Answer answer) {
        if (!answer.toolCalls().isEmpty()) {
            return new Checked(answer, List.of());
        }
        var found = JsonText.of(answer.text());
        if (found == null) {
            return new Checked(answer, List.of("it is not JSON"));
        }
        var faults = schema != null
                ? schema.faults(found.json())
                : found.json().isObject() ? List.<String>of() : List.of("it is not a JSON object");
        return faults.isEmpty()
                ? new Checked(answer.withText(found.text()), faults)
                : new Checked(
                        answer, faults.stream().map(EmulatedFormat::shortened).toList());
    }

    private static String shortened(String fault) {
        return fault.length() <= LONGEST_FAULT ? fault : fault.substring(0, LONGEST_FAULT);
    }
}
