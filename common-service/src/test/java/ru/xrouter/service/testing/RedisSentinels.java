package ru.xrouter.service.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.Redis;
import redis.embedded.RedisSentinel;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/**
 * A master, its replica, and three sentinels that watch them: real servers on loopback, which speak TLS with clients and with each other, and plainly
 * with the test.
 */
public final class RedisSentinels implements AutoCloseable {
    /** What the sentinels call the master. */
    public static final String MASTER = "xrouter";

    private static final int SENTINELS = 3;
    private static final int QUORUM = 2;
    private static final int DOWN_AFTER_MILLIS = 2_000;

    private final List<Redis> processes = new ArrayList<>();
    private final List<TlsNode> servers = new ArrayList<>();
    private final List<TlsNode> sentinels = new ArrayList<>();
    private final String password;
    private final Path certificates;

    private RedisSentinels(String password, Path certificates) {
        this.password = password;
        this.certificates = certificates;
    }

    /**
     * Complete when this returns: each sentinel knows the replica and the others.
     *
     * @param certificates a folder with {@code tls.crt}, {@code tls.key} and {@code ca.crt}, the certificate for localhost
     */
    public static RedisSentinels start(String password, Path certificates) {
        var started = new RedisSentinels(password, certificates);
        try {
            started.startMaster();
            started.startReplica();
            for (int sentinel = 0; sentinel < SENTINELS; sentinel++) {
                started.startSentinel();
            }
            for (var sentinel : started.sentinels) {
                sentinel.plain().await("INFO sentinel", "slaves=1,sentinels=%d".formatted(SENTINELS));
            }
            return started;
        } catch (IOException e) {
            started.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find the sentinels. */
    public List<String> urls() {
        return sentinels.stream()
                .map(sentinel -> "rediss://localhost:" + sentinel.tlsPort())
                .toList();
    }

    /** The master dies, and the sentinels have made the replica the master when this returns. */
    public void failOver() {
        try {
            var master = servers.getFirst().plain();
            var replica = servers.getLast().plain();
            replica.await("INFO replication", "master_link_status:up");
            master.kill();
            replica.await("INFO replication", "role:master");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startMaster() throws IOException {
        startServer(server());
    }

    private void startReplica() throws IOException {
        startServer(server().setting("replicaof localhost " + servers.getFirst().tlsPort()));
    }

    private RedisServerBuilder server() throws IOException {
        return RedisServer.newRedisServer()
                .setting("requirepass " + password)
                .setting("masterauth " + password)
                .setting("replica-announce-ip localhost")
                .setting("repl-diskless-sync yes")
                .setting("repl-diskless-sync-delay 0")
                .setting("dir " + Files.createTempDirectory("redis"))
                .setting("save \"\"");
    }

    private void startServer(RedisServerBuilder server) throws IOException {
        var node = TlsNode.free(password);
        node.settings(certificates).forEach(server::setting);
        var built = server.port(node.plain().port()).build();
        built.start();
        processes.add(built);
        servers.add(node);
    }

    private void startSentinel() throws IOException {
        var node = TlsNode.free(password);
        var sentinel = RedisSentinel.newRedisSentinel().port(node.plain().port());
        node.settings(certificates).forEach(sentinel::setting);
        var built = sentinel.setting("requirepass " + password)
                // Certificates are for names, so names are what sentinels must tell.
                .setting("sentinel resolve-hostnames yes")
                .setting("sentinel announce-hostnames yes")
                .setting("sentinel announce-ip localhost")
                .setting("sentinel monitor %s localhost %d %d"
                        .formatted(MASTER, servers.getFirst().tlsPort(), QUORUM))
                .setting("sentinel auth-pass %s %s".formatted(MASTER, password))
                .setting("sentinel down-after-milliseconds %s %d".formatted(MASTER, DOWN_AFTER_MILLIS))
                .build();
        built.start();
        processes.add(built);
        sentinels.add(node);
    }

    @Override
    public void close() {
        for (var process : processes) {
            try {
                process.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
