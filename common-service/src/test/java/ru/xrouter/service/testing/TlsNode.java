package ru.xrouter.service.testing;

import java.nio.file.Path;
import java.util.List;

/** A server with a port for everybody, where it speaks TLS, and one for the test. */
record TlsNode(RedisNode plain, int tlsPort) {
    static TlsNode free(String password) {
        return new TlsNode(new RedisNode(RedisNode.freePort(), password), RedisNode.freePort());
    }

    /**
     * What its configuration says of it.
     *
     * @param certificates a folder with {@code tls.crt}, {@code tls.key} and {@code ca.crt}, the certificate for localhost
     */
    List<String> settings(Path certificates) {
        return List.of(
                "tls-port " + tlsPort,
                "tls-cert-file " + certificates.resolve("tls.crt"),
                "tls-key-file " + certificates.resolve("tls.key"),
                "tls-ca-cert-file " + certificates.resolve("ca.crt"),
                "tls-auth-clients no",
                "tls-replication yes");
    }
}
