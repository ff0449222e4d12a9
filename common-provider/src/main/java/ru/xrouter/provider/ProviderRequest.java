package ru.xrouter.provider;

import java.util.Map;

/**
 * What goes to the provider as a POST.
 *
 * @param path appended to the API's base address
 * @param headers besides {@code authorization}, {@code content-type} and {@code traceparent}
 * @param streamed whether the answer is to come in parts
 */
@SuppressWarnings("ArrayRecordComponent") // The body is handed on, never compared.
public record ProviderRequest(String path, Map<String, String> headers, byte[] body, boolean streamed) {
    public ProviderRequest {
        headers = Map.copyOf(headers);
    }
}
