package ru.xrouter.api.chat;

import static ru.xrouter.api.chat.JsonParameters.invalidType;
import static ru.xrouter.api.chat.JsonParameters.invalidValue;
import static ru.xrouter.api.chat.JsonParameters.missing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import ru.xrouter.api.chat.ChatMessage.UserMessage;

/**
 * Reads a legacy text completion request. Pure. A prompt is a string or an array of strings; prompts of token numbers
 * are refused, because they are numbers of another vocabulary than the providers'.
 */
public final class TextCompletionReader {
    private static final int MOST_CHOICES = 128;

    private TextCompletionReader() {}

    public static TextCompletionRequest read(byte[] body) {
        var json = JsonParameters.parse(body);
        refuseUnsupported(json);
        var prompts = prompts(json);
        var shared = ChatRequestReader.parameters(json, List.of(), Set.of());
        refuseChat(json, shared);
        if ((long) prompts.size() * shared.n() > MOST_CHOICES) {
            throw invalidValue(
                    prompts.size() > MOST_CHOICES ? "prompt" : "n",
                    "A request makes at most %d choices, 'n' for each prompt.".formatted(MOST_CHOICES));
        }
        var choices = new ArrayList<ChatCompletionRequest>();
        var echoed = new ArrayList<String>();
        for (var prompt : prompts) {
            for (int i = 0; i < shared.n(); i++) {
                choices.add(shared.single().withMessages(List.of(user(prompt))));
                echoed.add(prompt);
            }
        }
        return new TextCompletionRequest(choices, json.flag("echo") ? echoed : List.of());
    }

    private static void refuseUnsupported(JsonParameters json) {
        if (json.string("suffix") != null) {
            throw unsupported("suffix");
        }
        if (json.integer("logprobs", 0, Integer.MAX_VALUE) != null) {
            throw unsupported("logprobs");
        }
        var bestOf = json.integer("best_of", 1, Integer.MAX_VALUE);
        if (bestOf != null && bestOf > 1) {
            throw unsupported("best_of");
        }
    }

    /** What an answer of text alone cannot show, or does not hear. */
    private static void refuseChat(JsonParameters json, ChatCompletionRequest shared) {
        if (json.node("messages") != null) {
            throw chatAlone("messages");
        }
        if (!shared.hostedTools().isEmpty()) {
            throw chatAlone(shared.hostedTools().getFirst().param().replaceFirst("\\[.*", ""));
        }
        if (!shared.tools().isEmpty()) {
            throw chatAlone(shared.legacyFunctions() ? "functions" : "tools");
        }
        if (shared.responseFormat() != null && !(shared.responseFormat() instanceof ResponseFormat.Text)) {
            throw chatAlone("response_format");
        }
    }

    private static InvalidParameterException chatAlone(String param) {
        return new InvalidParameterException(
                param,
                "unsupported_parameter",
                "'%s' is a parameter of /v1/chat/completions, not of text completions.".formatted(param));
    }

    private static InvalidParameterException unsupported(String param) {
        return new InvalidParameterException(
                param, "unsupported_parameter", "'%s' is not supported by the providers.".formatted(param));
    }

    private static ChatMessage user(String prompt) {
        return new UserMessage(List.of(new ContentPart.Text(prompt)));
    }

    private static List<String> prompts(JsonParameters json) {
        var node = json.node("prompt");
        if (node == null) {
            throw missing("prompt");
        }
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        if (!node.isArray()) {
            throw invalidType("prompt", "a string or an array of strings", node);
        }
        if (node.isEmpty()) {
            throw invalidValue("prompt", "'prompt' must hold at least one string.");
        }
        return JsonParameters.elements(node, "prompt", TextCompletionReader::prompt);
    }

    private static String prompt(JsonNode node, String path) {
        if (node.isNumber() || node.isArray()) {
            throw new InvalidParameterException(
                    "prompt", "unsupported_value", "Prompts of token numbers are not supported; send text.");
        }
        return JsonParameters.text(node, path);
    }
}
