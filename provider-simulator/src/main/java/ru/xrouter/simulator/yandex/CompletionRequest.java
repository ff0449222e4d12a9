package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.knobs.Directive;

/** A completion request that passed the rules. */
record CompletionRequest(
        ModelUri model,
        boolean stream,
        long maxTokens,
        boolean reasoning,
        List<Message> messages,
        List<Tool> tools,
        int toolTokens,
        String toolMode,
        String forcedFunction,
        boolean parallelToolCalls,
        boolean jsonObject,
        @Nullable JsonNode jsonSchema) {

    /** A function the model may call. */
    record Tool(String name, JsonNode parameters) {}

    /** A message: a text as it came, or what its calls or results say. */
    record Message(String role, String content, String text, boolean toolResult, int imageTokens) {
        static Message text(String role, String content) {
            return new Message(role, content, Directive.strip(content), false, 0);
        }

        static Message calls(String role, String calls) {
            return new Message(role, "", calls, false, 0);
        }

        static Message results(String role, String results) {
            return new Message(role, "", results, true, 0);
        }

        int tokens() {
            return Tokens.PER_MESSAGE + Tokens.of(text) + imageTokens;
        }
    }

    Message last() {
        return messages.getLast();
    }

    /** The text of the last user message as it came, or an empty text. */
    String lastUserContent() {
        for (var i = messages.size() - 1; i >= 0; i--) {
            var message = messages.get(i);
            if (message.role().equals("user") && !message.toolResult()) {
                return message.content();
            }
        }
        return "";
    }

    int promptTokens() {
        var tokens = Tokens.PER_PROMPT + toolTokens;
        for (var message : messages) {
            tokens += message.tokens();
        }
        return tokens;
    }
}
