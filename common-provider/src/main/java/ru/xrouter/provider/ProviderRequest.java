package ru.xrouter.provider;

import java.net.URI;
import java.util.Map;

/**
 * What goes to the provider: a POST, or a GET where the body is empty.
 *
 * @param path appended to the API's base address, or an address of its own where the provider has several
 * @param headers besides {@code authorization} and {@code traceparent}; {@code content-type} and {@code accept} only where
 *     they are not the usual ones
 * @param streamed whether the answer is to come in parts
 */
@SuppressWarnings("ArrayRecordComponent") // The body is handed on, never compared.
public record ProviderRequest(String path, Map<String, String> headers, byte[] body, boolean streamed) {
    private static final byte[] NOTHING = {};

    public ProviderRequest {
        headers = Map.copyOf(headers);
    }

    public static ProviderRequest get(String path, Map<String, String> headers) {
        return new ProviderRequest(path, headers, NOTHING, false);
    }

    public boolean isGet() {
        return body.length == 0;
    }

    /** Where it goes. */
    public String address(URI apiUrl) {
        return path.startsWith("/") ? apiUrl + path : path;
    }
}
