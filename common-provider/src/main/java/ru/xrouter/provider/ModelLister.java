package ru.xrouter.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ListedModel;

/** One provider's list of its models: pure translation, like {@link ChatProvider}. */
public interface ModelLister {
    /** @param credential the customer's own; null for ours */
    ProviderRequest request(@Nullable CustomerCredential credential);

    /**
     * Reads the list; a model's name is the one that {@link ProviderModel#name()} has for it.
     *
     * @throws MalformedAnswerException when it is not what the provider documents
     */
    List<ListedModel> models(byte[] body);
}
