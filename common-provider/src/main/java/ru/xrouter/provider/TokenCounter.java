package ru.xrouter.provider;

import ru.xrouter.api.chat.ChatCompletionRequest;

/** One provider's own count of a prompt's tokens: pure translation, like {@link ChatProvider}. */
public interface TokenCounter {
    ProviderRequest request(ChatCompletionRequest request, ProviderModel model);

    /**
     * Reads the number of prompt tokens.
     *
     * @throws MalformedAnswerException when it is not what the provider documents
     */
    int count(byte[] body);

    /** Whether the count is of all that the model reads, so that it is what the provider bills. */
    default boolean isExact() {
        return true;
    }
}
