package ru.xrouter.auth.page;

import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import ru.xrouter.api.http.Headers;

/** From where a request comes; behind a proxy, as Quarkus's {@code quarkus.http.proxy} settings let it say. */
public final class ClientAddress {
    private ClientAddress() {}

    /** For calls from our own services, who say for whom they call. */
    public static String ofCaller(HttpServerRequest request) {
        var client = request.getHeader(Headers.CLIENT_ADDRESS);
        return client == null ? of(request) : client;
    }

    public static String of(HttpServerRequest request) {
        var peer = request.remoteAddress();
        return peer == null ? "unknown" : Objects.requireNonNullElse(peer.hostAddress(), "unknown");
    }
}
