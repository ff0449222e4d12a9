package ru.xrouter.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ru.xrouter.api.chat.ChatCompletionRequest;

/**
 * A request in the provider's form.
 *
 * @param path appended to the API's base address
 * @param headers besides {@code authorization}, {@code content-type} and {@code traceparent}
 * @param ignored the caller's parameters that this provider cannot honour, in the caller's spelling
 */
@SuppressWarnings("ArrayRecordComponent") // The body is handed on, never compared.
public record ProviderCall(
        ChatCompletionRequest request,
        ProviderModel model,
        String path,
        Map<String, String> headers,
        byte[] body,
        List<String> ignored) {
    public ProviderCall {
        headers = Map.copyOf(headers);
        ignored = List.copyOf(ignored);
    }

    /** The same call with more headers. */
    public ProviderCall with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        var all = new HashMap<>(headers);
        all.putAll(more);
        return new ProviderCall(request, model, path, all, body, ignored);
    }

    public ProviderRequest outgoing() {
        return new ProviderRequest(path, headers, body, request.stream());
    }
}
