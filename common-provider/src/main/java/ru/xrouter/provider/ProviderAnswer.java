package ru.xrouter.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.usage.Usage;

/**
 * A whole answer and what it used.
 *
 * @param files what belongs to the answer and is still to be fetched
 * @param modelVersion the version of the model that answered; null when the provider does not tell
 */
public record ProviderAnswer(
        Answer answer,
        List<MadeFile> files,
        Usage usage,
        @Nullable String modelVersion) {
    public ProviderAnswer {
        files = List.copyOf(files);
    }

    public ProviderAnswer(Answer answer, Usage usage, @Nullable String modelVersion) {
        this(answer, List.of(), usage, modelVersion);
    }

    public ProviderAnswer(Answer answer, Usage usage) {
        this(answer, usage, null);
    }
}
