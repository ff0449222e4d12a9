package ru.xrouter.auth.page;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Objects;
import ru.xrouter.api.http.Headers;

/** From where a request comes; behind a proxy, as Quarkus's {@code quarkus.http.proxy} settings let it say. */
public final class ClientAddress {
    private static final int IPV6 = 16;

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

    /** What of an address tells one who comes from another: whoever has one of IPv6 has the 2⁶⁴ of its network (RFC 4291, 2.5.4). */
    public static String network(String address) {
        try {
            var bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == IPV6 ? HexFormat.of().formatHex(bytes, 0, IPV6 / 2) : address;
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
