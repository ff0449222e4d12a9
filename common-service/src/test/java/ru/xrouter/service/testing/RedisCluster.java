package ru.xrouter.service.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** A Redis Cluster of six real servers on loopback, three of which have slots and three of which follow them. */
public final class RedisCluster implements AutoCloseable {
    private static final int NODES = 6;
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisNode> nodes = new ArrayList<>();
    /** Where the nodes find each other, and clients find them. */
    private final List<Integer> ports = new ArrayList<>();

    private final @Nullable Path certificates;

    private RedisCluster(@Nullable Path certificates) {
        this.certificates = certificates;
    }

    /** One that lets everybody in. */
    public static RedisCluster start() {
        return start("");
    }

    /** One that is whole when this returns, and lets in who knows the password. */
    public static RedisCluster start(String password) {
        return start(password, null);
    }

    /**
     * The same of nodes that speak TLS with clients and with each other, and plainly with the test. Certificates are for names, so names are what they
     * tell, which the embedded server cannot: theirs is a {@code redis-server} of version 7 or newer in the PATH.
     *
     * @param certificates a folder with {@code tls.crt}, {@code tls.key} and {@code ca.crt}, the certificate for localhost
     */
    public static RedisCluster startWithTls(String password, Path certificates) {
        return start(password, certificates);
    }

    private static RedisCluster start(String password, @Nullable Path certificates) {
        var cluster = new RedisCluster(certificates);
        try {
            for (int node = 0; node < NODES; node++) {
                cluster.startNode(password);
            }
            cluster.form();
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find its nodes. */
    public List<String> urls() {
        var address = certificates == null ? "redis://127.0.0.1:" : "rediss://localhost:";
        return ports.stream().map(port -> address + port).toList();
    }

    private void startNode(String password) throws IOException {
        var node = new RedisNode(RedisNode.freePort(), password);
        var folder = Files.createTempDirectory("redis-cluster");
        var secret = !node.password().isEmpty();
        var server = RedisServer.newRedisServer()
                .port(node.port())
                .setting("cluster-enabled yes")
                .setting("cluster-config-file nodes.conf")
                .setting("cluster-node-timeout 5000")
                .settingIf(secret, "requirepass " + node.password())
                .settingIf(secret, "masterauth " + node.password())
                .setting("dir " + folder)
                .setting("save \"\"")
                .setting("appendonly no");
        var port = node.port();
        if (certificates != null) {
            var secured = new TlsNode(node, RedisNode.freePort());
            server.executableProvider(ExecutableProvider.newExecutableInPath("redis-server"))
                    .setting("tls-cluster yes")
                    .setting("cluster-announce-hostname localhost")
                    .setting("cluster-preferred-endpoint-type hostname");
            secured.settings(certificates).forEach(server::setting);
            port = secured.tlsPort();
        }
        var built = server.build();
        built.start();
        servers.add(built);
        nodes.add(node);
        ports.add(port);
    }

    private void form() throws IOException {
        // Nodes that begin with one epoch sort it out among the masters. A replica that was a master then may be
        // left with its master's epoch, and a take-over with no higher epoch is undone.
        for (int node = 0; node < NODES; node++) {
            nodes.get(node).ask("CLUSTER SET-CONFIG-EPOCH " + (node + 1));
        }
        for (int master = 0; master < MASTERS; master++) {
            var from = SLOTS * master / MASTERS;
            var to = SLOTS * (master + 1) / MASTERS;
            var slots = IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.joining(" "));
            nodes.get(master).ask("CLUSTER ADDSLOTS " + slots);
        }
        for (var port : ports.subList(1, NODES)) {
            nodes.getFirst().ask("CLUSTER MEET 127.0.0.1 " + port);
        }
        for (var node : nodes) {
            node.await("CLUSTER INFO", "cluster_known_nodes:" + NODES);
        }
        for (int replica = MASTERS; replica < NODES; replica++) {
            var master = nodes.get(replica - MASTERS).ask("CLUSTER MYID");
            nodes.get(replica).ask("CLUSTER REPLICATE " + master);
        }
        for (var node : nodes) {
            node.await("CLUSTER INFO", "cluster_state:ok");
            node.await("CLUSTER INFO", "cluster_current_epoch:" + NODES);
        }
        for (var replica : nodes.subList(MASTERS, NODES)) {
            replica.await("INFO replication", "master_link_status:up");
        }
    }

    /** The master of a key's slot dies, and its replica was voted master when this returns. */
    public void failOver(String key) {
        try {
            var master = first(node -> node.ask("EXISTS " + key).startsWith(":"));
            var replica = replica(master);
            replica.await("INFO replication", "master_link_status:up");
            master.kill();
            replica.await("INFO replication", "role:master");
            replica.await("CLUSTER INFO", "cluster_state:ok");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisNode replica(RedisNode master) {
        var known = "master_port:%d\r".formatted(ports.get(nodes.indexOf(master)));
        return first(node -> node.ask("INFO replication").contains(known));
    }

    /**
     * The replica of a key's master takes over, as if nothing had reached it yet. Its master lives on as its replica, so
     * that no connection to it breaks.
     */
    public void failOverWithoutData(String key) {
        failOver(key, false);
    }

    /** The same when the master has died. */
    public void failOverFromTheDead(String key) {
        failOver(key, true);
    }

    private void failOver(String key, boolean masterDies) {
        try {
            var master = first(node -> node.ask("EXISTS " + key).equals(":1"));
            var replica = replica(master);
            replica.await("INFO replication", "master_link_status:up");
            var written = master.offset();
            while (replica.offset() < written) {
                RedisNode.pause();
            }
            replica.ask("CONFIG SET replica-read-only no");
            replica.ask("FLUSHALL");
            replica.ask("CONFIG SET replica-read-only yes");
            if (masterDies) {
                master.kill();
            }
            replica.ask("CLUSTER FAILOVER TAKEOVER");
            replica.await("INFO replication", "role:master");
            if (!masterDies) {
                master.await("INFO replication", "role:slave");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every node forgets what it had; replicas hear of it from their masters. */
    public void flush() {
        for (var node : nodes) {
            try {
                if (node.ask("INFO replication").contains("role:master")) {
                    node.ask("FLUSHALL");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The first node of which it is true; one that refuses to answer is not the one. */
    private RedisNode first(Question question) {
        for (var node : nodes) {
            try {
                if (question.of(node)) {
                    return node;
                }
            } catch (IOException _) {
                // It has moved the key elsewhere, or is dead.
            }
        }
        throw new IllegalStateException("No node of the cluster will do.");
    }

    @Override
    public void close() {
        for (var server : servers) {
            try {
                server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Asked of a node. */
    private interface Question {
        boolean of(RedisNode node) throws IOException;
    }
}
