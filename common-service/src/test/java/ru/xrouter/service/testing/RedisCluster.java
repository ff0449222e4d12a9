package ru.xrouter.service.testing;

import static ru.xrouter.service.testing.RedisClusterResource.ask;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/** What a test may do to a cluster: {@link RedisClusterResource} gives it to a field of the test. */
public final class RedisCluster {
    private static final Pattern PROCESS = Pattern.compile("process_id:(\\d+)");
    private static final Pattern OFFSET = Pattern.compile("master_repl_offset:(\\d+)");

    private final List<Integer> ports;

    RedisCluster(List<Integer> ports) {
        this.ports = List.copyOf(ports);
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
            var master = first(port -> ask(port, "EXISTS " + key).equals(":1"));
            var replica = first(port -> ask(port, "INFO replication").contains("master_port:%d\r".formatted(master)));
            RedisClusterResource.await(replica, "INFO replication", "master_link_status:up");
            var written = number(OFFSET, ask(master, "INFO replication"));
            while (number(OFFSET, ask(replica, "INFO replication")) < written) {
                RedisClusterResource.pause();
            }
            ask(replica, "CONFIG SET replica-read-only no");
            ask(replica, "FLUSHALL");
            ask(replica, "CONFIG SET replica-read-only yes");
            if (masterDies) {
                kill(number(PROCESS, ask(master, "INFO server")));
            }
            ask(replica, "CLUSTER FAILOVER TAKEOVER");
            RedisClusterResource.await(replica, "INFO replication", "role:master");
            if (!masterDies) {
                RedisClusterResource.await(master, "INFO replication", "role:slave");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(long pid) {
        var process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static long number(Pattern pattern, String info) {
        var found = pattern.matcher(info);
        if (!found.find()) {
            throw new IllegalStateException("No %s in: %s".formatted(pattern, info));
        }
        return Long.parseLong(found.group(1));
    }

    /** The first node of which it is true; one that refuses to answer is not the one. */
    private int first(Question question) {
        for (var port : ports) {
            try {
                if (question.of(port)) {
                    return port;
                }
            } catch (IOException _) {
                // It has moved the key elsewhere, or is dead.
            }
        }
        throw new IllegalStateException("No node of the cluster will do.");
    }

    /** Asked of a node by its port. */
    private interface Question {
        boolean of(int port) throws IOException;
    }
}
