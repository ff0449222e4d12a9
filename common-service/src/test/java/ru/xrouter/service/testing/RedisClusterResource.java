package ru.xrouter.service.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A Redis Cluster of six real servers on loopback, three of which have slots and three of which follow them. */
public final class RedisClusterResource implements QuarkusTestResourceLifecycleManager {
    private static final int NODES = 6;
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final int BUS = 10_000;
    private static final int LOWEST_PORT = 15_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<RedisServer> servers = new ArrayList<>();
    private @Nullable RedisCluster cluster;

    @Override
    public Map<String, String> start() {
        try {
            var ports = new ArrayList<Integer>();
            for (int node = 0; node < NODES; node++) {
                var port = freePort();
                ports.add(port);
                servers.add(server(port));
            }
            form(ports);
            cluster = new RedisCluster(ports);
            return Map.of(
                    "quarkus.redis.hosts",
                    ports.stream().map(port -> "redis://127.0.0.1:" + port).collect(Collectors.joining(",")),
                    "quarkus.redis.client-type",
                    "cluster",
                    // Tests of what is counted must not depend on the speed of six servers on one machine.
                    "xrouter.redis.budget",
                    "10s");
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(e);
        }
    }

    private static RedisServer server(int port) throws IOException {
        Path folder = Files.createTempDirectory("redis-cluster");
        var server = RedisServer.newRedisServer()
                .port(port)
                .setting("cluster-enabled yes")
                .setting("cluster-config-file nodes.conf")
                .setting("cluster-node-timeout 5000")
                .setting("dir " + folder)
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        return server;
    }

    private static void form(List<Integer> ports) throws IOException {
        for (int master = 0; master < MASTERS; master++) {
            var from = SLOTS * master / MASTERS;
            var to = SLOTS * (master + 1) / MASTERS;
            var slots = IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.joining(" "));
            ask(ports.get(master), "CLUSTER ADDSLOTS " + slots);
        }
        for (var port : ports.subList(1, NODES)) {
            ask(ports.getFirst(), "CLUSTER MEET 127.0.0.1 " + port);
        }
        for (var port : ports) {
            await(port, "CLUSTER INFO", "cluster_known_nodes:" + NODES);
        }
        for (int replica = MASTERS; replica < NODES; replica++) {
            var master = ask(ports.get(replica - MASTERS), "CLUSTER MYID");
            ask(ports.get(replica), "CLUSTER REPLICATE " + master);
        }
        for (var port : ports) {
            await(port, "CLUSTER INFO", "cluster_state:ok");
        }
        for (var port : ports.subList(MASTERS, NODES)) {
            await(port, "INFO replication", "master_link_status:up");
        }
    }

    static void await(int port, String command, String wanted) throws IOException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!ask(port, command).contains(wanted)) {
            if (System.nanoTime() > end) {
                throw new IOException("Node %d never said %s.".formatted(port, wanted));
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends one inline command and reads its whole answer, as text. */
    static String ask(int port, String command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var head = String.valueOf(answer.readLine());
            if (head.startsWith("-")) {
                throw new IOException(head);
            }
            return head.startsWith("$") ? text(answer, Integer.parseInt(head.substring(1))) : head;
        }
    }

    private static String text(BufferedReader answer, int length) throws IOException {
        var text = new char[length];
        var read = 0;
        while (read < length) {
            var more = answer.read(text, read, length - read);
            if (more < 0) {
                throw new IOException("The answer broke off.");
            }
            read += more;
        }
        return new String(text);
    }

    /** The nodes talk to each other on a port that lies a fixed distance above. */
    private static int freePort() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (free(port) && free(port + BUS)) {
                return port;
            }
        }
    }

    private static boolean free(int port) {
        try (var _ = new ServerSocket(port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(cluster, new TestInjector.MatchesType(RedisCluster.class));
    }

    @Override
    public void stop() {
        for (var server : servers) {
            try {
                server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
