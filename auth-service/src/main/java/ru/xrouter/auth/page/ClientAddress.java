package ru.xrouter.auth.page;

import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/** From where a request comes; behind a proxy, as Quarkus's {@code quarkus.http.proxy} settings let it say. */
public final class ClientAddress {
    private ClientAddress() {}

    public static String of(HttpServerRequest request) {
        var peer = request.remoteAddress();
        return peer == null ? "unknown" : Objects.requireNonNullElse(peer.hostAddress(), "unknown");
    }
}
