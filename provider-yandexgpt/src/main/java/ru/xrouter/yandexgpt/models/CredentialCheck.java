package ru.xrouter.yandexgpt.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.yandexgpt.wire.CallHeaders;
import ru.xrouter.yandexgpt.wire.Folder;
import ru.xrouter.yandexgpt.wire.JsonBody;

/** Counts the tokens of a word, which is free: it takes a good credential, its role, and the folder that belongs to it. */
public record CredentialCheck(Folder folder, CallHeaders headers) {
    private static final String PATH = "/foundationModels/v1/tokenize";

    /** @param credential the customer's own; null for ours */
    public ProviderRequest request(@Nullable CustomerCredential credential) {
        var folderId = folder.of(credential);
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("modelUri", "gpt://%s/yandexgpt-lite/latest".formatted(folderId))
                .put("text", "ping");
        return new ProviderRequest(PATH, headers.natively(folderId), JsonBody.bytes(body), false);
    }
}
