package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ListedModel;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ModelLister;
import ru.xrouter.provider.ProviderRequest;

/** Reads GigaChat's list of models, which knows no deprecation. */
final class ModelListTranslation implements ModelLister {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "/models";

    private final Map<String, String> headers;

    ModelListTranslation(Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
    }

    @Override
    public ProviderRequest request(@Nullable CustomerCredential credential) {
        return ProviderRequest.get(PATH, headers);
    }

    @Override
    public List<ListedModel> models(byte[] body) {
        var models = new ArrayList<ListedModel>();
        try {
            var data = JSON.readTree(body).path("data");
            if (!data.isArray()) {
                throw new MalformedAnswerException("The list of models holds no data.");
            }
            for (var model : data) {
                var id = AnswerParts.text(model, "id");
                if (id == null) {
                    throw new MalformedAnswerException("A model has no id.");
                }
                models.add(new ListedModel(id, false));
            }
        } catch (IOException e) {
            throw new MalformedAnswerException("The list of models is not JSON.");
        }
        return models;
    }
}
