package ru.xrouter.provider;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.usage.Usage;

/**
 * A whole answer and what it used.
 *
 * @param modelVersion the version of the model that answered; null when the provider does not tell
 */
public record ProviderAnswer(
        Answer answer, Usage usage, @Nullable String modelVersion) {
    public ProviderAnswer(Answer answer, Usage usage) {
        this(answer, usage, null);
    }
}
