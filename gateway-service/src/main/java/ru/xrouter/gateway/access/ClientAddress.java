package ru.xrouter.gateway.access;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyAccess;
import ru.xrouter.api.access.Network;
import ru.xrouter.gateway.GatewayConfig;

/**
 * From where a request comes. {@code x-forwarded-for} is believed only as far as trusted proxies have written it: the
 * client is the last address in it that is no proxy of ours.
 */
@Singleton
public class ClientAddress {
    private static final String FORWARDED_FOR = "x-forwarded-for";

    private final List<Network> proxies;

    ClientAddress(GatewayConfig config) {
        proxies = config.trustedProxies().orElse(List.of()).stream()
                .map(ClientAddress::proxy)
                .toList();
    }

    /** Whether a key may be used by this request's sender. */
    boolean mayUse(HttpServerRequest request, KeyAccess access) {
        if (access.addresses().isEmpty()) {
            return true;
        }
        var address = of(request);
        return access.addresses().stream().anyMatch(network -> network.contains(address));
    }

    public @Nullable String of(HttpServerRequest request) {
        var peer = request.remoteAddress();
        var hops = request.headers().getAll(FORWARDED_FOR);
        return client(peer == null ? null : peer.hostAddress(), hops);
    }

    /** @param forwardedFor the header's values, each with one or more addresses, the nearest last */
    @Nullable
    String client(@Nullable String peer, List<String> forwardedFor) {
        var address = peer;
        for (int header = forwardedFor.size() - 1; header >= 0; header--) {
            var hops = forwardedFor.get(header).split(",", -1);
            for (int hop = hops.length - 1; hop >= 0; hop--) {
                if (!trusted(address)) {
                    return address;
                }
                address = hops[hop].strip();
            }
        }
        return address;
    }

    private boolean trusted(@Nullable String address) {
        return proxies.stream().anyMatch(proxy -> proxy.contains(address));
    }

    private static Network proxy(String text) {
        try {
            return Network.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "xrouter.gateway.trusted-proxies must be a list of networks in CIDR notation, not '%s'."
                            .formatted(text),
                    e);
        }
    }
}
