package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.TokenCounter;

/**
 * Has GigaChat count the texts of a prompt's messages, as they would be sent: system messages joined, results of tools
 * as JSON. GigaChat counts plain texts, so that the number leaves out what it wraps around messages, function
 * declarations, function calls in the history, a schema for the answer, and images; what it bills is somewhat more.
 */
final class TokenCountTranslation implements TokenCounter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "/tokens/count";

    private final Map<String, String> headers;

    TokenCountTranslation(Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
    }

    @Override
    public ProviderRequest request(ChatCompletionRequest request, ProviderModel model) {
        var json = JSON.createObjectNode().put("model", model.name());
        texts(request).forEach(json.putArray("input")::add);
        try {
            return new ProviderRequest(PATH, headers, JSON.writeValueAsBytes(json), false);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty texts have no tokens; one is sent where there is no other, since GigaChat wants one at least. */
    private static List<String> texts(ChatCompletionRequest request) {
        var texts = HistoryTranslation.messages(request.messages()).stream()
                .map(GigaChatMessage::content)
                .filter(text -> !text.isEmpty())
                .toList();
        return texts.isEmpty() ? List.of("") : texts;
    }

    @Override
    public boolean isExact() {
        return false;
    }

    @Override
    public int count(byte[] body) {
        var items = items(body);
        long sum = 0;
        for (var item : items) {
            var tokens = item.path("tokens");
            if (!tokens.isIntegralNumber() || !tokens.canConvertToInt() || tokens.intValue() < 0) {
                throw new MalformedAnswerException("'tokens' is not a count.");
            }
            sum += tokens.intValue();
        }
        return Math.toIntExact(sum);
    }

    private static JsonNode items(byte[] body) {
        try {
            var json = JSON.readTree(body);
            if (json.isArray() && !json.isEmpty()) {
                return json;
            }
        } catch (IOException _) {
            // Not told apart from JSON that is no array.
        }
        throw new MalformedAnswerException("The answer is not a list of counts.");
    }
}
