package ru.xrouter.yandexgpt.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.yandexgpt.wire.RefusalTranslation;

/** Reads the tokenizer's answer: a list of all tokens, of which only the length matters. Pure. */
final class TokenListTranslation {
    private static final ObjectReader JSON = new JsonMapper().reader();

    private TokenListTranslation() {}

    /**
     * Counts the tokens.
     *
     * @throws ProviderFailureException when it is an error in place of an answer
     * @throws MalformedAnswerException when it is neither
     */
    static int count(byte[] json) {
        var root = parse(json);
        if (root.hasNonNull("error")) {
            throw RefusalTranslation.inPlaceOfAnAnswer(Operation.TOKEN_COUNT, root);
        }
        var tokens = root.path("tokens");
        // No prompt is without tokens, so an empty list is no count.
        if (!tokens.isArray() || tokens.isEmpty()) {
            throw new MalformedAnswerException("The answer lists no tokens.");
        }
        return tokens.size();
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException _) {
            throw new MalformedAnswerException("The answer is not JSON.");
        }
    }
}
