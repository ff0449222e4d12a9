package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.DescribedJson;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.knobs.Directive;
import ru.xrouter.simulator.knobs.Knob;

/** A chat request that passed the rules. */
record ChatRequest(
        String model,
        List<ChatMessage> messages,
        boolean stream,
        long maxTokens,
        long updateMillis,
        @Nullable JsonNode functions,
        FunctionChoice choice,
        @Nullable JsonNode schema,
        boolean reasoning,
        Set<String> builtIns) {
    /** What a tool of GigaChat's own brings into the prompt; a recorded search brought more than twenty thousand. */
    private static final int BROUGHT_IN = 3000;

    /** Whether the model may, must or must not call a function. */
    record FunctionChoice(
            boolean allowed,
            @Nullable String forced,
            @Nullable JsonNode partialArguments) {
        static final FunctionChoice AUTO = new FunctionChoice(true, null, null);
        static final FunctionChoice NONE = new FunctionChoice(false, null, null);
    }

    /** Whether the answer rests on a search. */
    boolean searches() {
        return builtIns.contains("web_search");
    }

    ChatMessage last() {
        return messages.getLast();
    }

    /** The schema that the answer has to fit: the request's own, or one that the system message describes. */
    @Nullable
    JsonNode form() {
        var first = messages.getFirst();
        return schema != null || !first.role().equals("system") ? schema : DescribedJson.in(first.text());
    }

    /** Whether an answer in a described form is to be wrong. */
    boolean wrongJson() {
        var answers = 0;
        for (var i = messages.size() - 1; i >= 0; i--) {
            var message = messages.get(i);
            if (message.role().equals("assistant")) {
                answers++;
            } else if (message.role().equals("user")
                    && Directive.in(message.content()).knobs().get(Knob.WRONG_JSON, 0) > answers) {
                return true;
            }
        }
        return false;
    }

    /** The content of the last user message as it came, or an empty text. */
    String lastUserContent() {
        for (var i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role().equals("user")) {
                return messages.get(i).content();
            }
        }
        return "";
    }

    /** The files of the last user message. */
    List<FileInfo> lastUserFiles() {
        for (var i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role().equals("user")) {
                return messages.get(i).files();
            }
        }
        return List.of();
    }

    int promptTokens() {
        var tokens = Tokens.PER_PROMPT
                + (functions == null ? 0 : Tokens.of(functions.toString()))
                + BROUGHT_IN * builtIns.size();
        for (var message : messages) {
            tokens += message.tokens();
        }
        return tokens;
    }
}
