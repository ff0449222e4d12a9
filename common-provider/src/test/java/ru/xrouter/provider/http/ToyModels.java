package ru.xrouter.provider.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ListedModel;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ModelLister;
import ru.xrouter.provider.ProviderRequest;

/** A list of models, a line for each; an exclamation mark means that the model goes away. */
final class ToyModels implements ModelLister {
    @Override
    public ProviderRequest request(@Nullable CustomerCredential credential) {
        return ProviderRequest.get("/models", Map.of());
    }

    @Override
    public List<ListedModel> models(byte[] body) {
        if (body.length == 0) {
            throw new MalformedAnswerException("nothing");
        }
        return new String(body, StandardCharsets.UTF_8)
                .lines()
                .map(line -> new ListedModel(line.replace("!", ""), line.endsWith("!")))
                .toList();
    }
}
