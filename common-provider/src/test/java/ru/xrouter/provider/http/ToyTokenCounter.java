package ru.xrouter.provider.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.TokenCounter;

/** A count that the provider answers as a bare number. */
final class ToyTokenCounter implements TokenCounter {
    @Override
    public ProviderRequest request(ChatCompletionRequest request, ProviderModel model) {
        var body = model.name() + " " + request.messages();
        return new ProviderRequest("/count", Map.of(), body.getBytes(StandardCharsets.UTF_8), false);
    }

    @Override
    public int count(byte[] body) {
        try {
            return Integer.parseInt(new String(body, StandardCharsets.UTF_8));
        } catch (NumberFormatException _) {
            throw new MalformedAnswerException("not a number");
        }
    }
}
