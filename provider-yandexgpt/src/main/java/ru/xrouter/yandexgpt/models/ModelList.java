package ru.xrouter.yandexgpt.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ListedModel;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ModelLister;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.yandexgpt.wire.CallHeaders;
import ru.xrouter.yandexgpt.wire.Folder;
import ru.xrouter.yandexgpt.wire.RefusalTranslation;

/**
 * The models that a folder can use, as the OpenAI-compatible API lists them. Their ids are URIs that tell the folder; the catalogue's
 * names are the same without it. Old branches are not all in the list, though they can be called.
 */
public record ModelList(Folder folder, CallHeaders headers) implements ModelLister {
    private static final String PATH = "/v1/models";
    private static final ObjectReader JSON = new JsonMapper().reader();
    private static final Pattern URI = Pattern.compile("(?:gpt|emb)://[^/]*/([^/@]+/([^/@]+)(?:@.+)?)");

    @Override
    public ProviderRequest request(@Nullable CustomerCredential credential) {
        return ProviderRequest.get(PATH, headers.openAi(folder.of(credential)));
    }

    @Override
    public List<ListedModel> models(byte[] body) {
        var data = parse(body).path("data");
        if (!data.isArray()) {
            throw new MalformedAnswerException("The answer lists no models.");
        }
        var models = new ArrayList<ListedModel>();
        for (var entry : data) {
            var uri = URI.matcher(entry.path("id").asText(""));
            if (uri.matches()) {
                models.add(new ListedModel(uri.group(1), uri.group(2).equals("deprecated")));
            }
        }
        return models;
    }

    private static JsonNode parse(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (IOException _) {
            throw new MalformedAnswerException("The answer is not JSON.");
        }
        if (root.hasNonNull("error")) {
            throw RefusalTranslation.inPlaceOfAnAnswer(Operation.MODELS, root);
        }
        return root;
    }
}
