package ru.xrouter.router.attempt;

import java.net.URI;
import java.util.Set;

/** One adapter's address and whether it could be reached lately. Shared by all event loops. */
final class Adapter {
    private static final int HTTP = 80;
    /** Whether calls use TLS is the same for all services of an installation, and so a setting of none. */
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final String host;
    private final int port;
    private final String prefix;
    private volatile boolean unreachable;
    private volatile long unreachableAt;

    private Adapter(String host, int port, String prefix) {
        this.host = host;
        this.port = port;
        this.prefix = prefix;
    }

    static Adapter at(String name, URI url) {
        if (url.getHost() == null || !SCHEMES.contains(url.getScheme())) {
            throw new IllegalArgumentException(
                    "xrouter.router.adapters.%s.url: '%s' is not an http or https address.".formatted(name, url));
        }
        var prefix = url.getPath().endsWith("/")
                ? url.getPath().substring(0, url.getPath().length() - 1)
                : url.getPath();
        return new Adapter(url.getHost(), url.getPort() < 0 ? HTTP : url.getPort(), prefix);
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    String path(String path) {
        return prefix.isEmpty() ? path : prefix + path;
    }

    void reached() {
        if (unreachable) {
            unreachable = false;
        }
    }

    void notReached() {
        unreachableAt = System.nanoTime();
        unreachable = true;
    }

    boolean restsFor(long nanos) {
        return unreachable && System.nanoTime() - unreachableAt < nanos;
    }
}
