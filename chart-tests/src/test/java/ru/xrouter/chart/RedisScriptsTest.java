package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.chart.render.Checkout;

/** What the pods of the Redis Cluster run, with programs that only write down what they were asked. */
class RedisScriptsTest {
    private static final String NODES = """
            2b4 10.0.0.2:6379@16379,redis-1.redis-nodes master - 0 1 2 connected 5461-10922
            1a3 10.0.0.1:6379@16379,redis-0.redis-nodes myself,master - 0 0 1 connected 0-5460
            """;

    @TempDir
    private Path pod;

    @BeforeEach
    void installPrograms() throws IOException {
        program("redis-server", "echo redis-server \"$@\"");
        // Answers as the test says, and tells what it was asked and by which password.
        program("redis-cli", """
                echo "redis-cli $* (${REDISCLI_AUTH:-no password})" >>%1$s/asked
                case "$*" in
                  *ping) echo PONG ;;
                  *"cluster nodes") cat %1$s/cluster-nodes ;;
                  *"cluster info") cat %1$s/cluster-info ;;
                esac
                """.formatted(pod));
        program("getent", "echo \"10.1.0.$(echo \"$2\" | tr -dc 0-9) $2\"");
        // One round of whatever is done each second.
        program("sleep", "[ ! -e %1$s/slept ] && touch %1$s/slept".formatted(pod));
        Files.createDirectory(pod.resolve("data"));
        write("cluster-nodes", NODES);
        write("cluster-info", "cluster_state:fail\n");
    }

    @Test
    void aNodeTellsItsAddressAndItsName() throws Exception {
        assertThat(run("start.sh", ""))
                .isEqualTo("redis-server /etc/redis/redis.conf --cluster-announce-ip 10.1.0.0"
                        + " --cluster-announce-hostname redis-0.redis-nodes\n");
    }

    @Test
    void aNodeAsksForThePasswordAndKnowsThatOfItsMaster() throws Exception {
        assertThat(run("start.sh", "geheim")).endsWith(" --requirepass geheim --masterauth geheim\n");
    }

    @Test
    void aNodeThatComesBackHasItsIdentityAndItsNewAddress() throws Exception {
        // Given
        write("data/nodes.conf", NODES);
        // When
        run("start.sh", "");
        // Then
        assertThat(pod.resolve("data/nodes.conf")).hasContent(NODES.replace("10.0.0.1:", "10.1.0.0:"));
    }

    @Test
    void aNodeMeetsTheOthersWhereTheyAreNowWhenItHasLostOne() throws Exception {
        // Given
        write("cluster-nodes", NODES.replace("2 connected", "2 disconnected"));
        // When
        run("start.sh", "geheim");
        // Then
        assertThat(asked())
                .containsExactly(
                        "redis-cli cluster nodes (geheim)",
                        "redis-cli cluster meet 10.1.0.1 6379 (geheim)",
                        "redis-cli cluster meet 10.1.0.2 6379 (geheim)",
                        "redis-cli cluster meet 10.1.0.3 6379 (geheim)",
                        "redis-cli cluster meet 10.1.0.4 6379 (geheim)",
                        "redis-cli cluster meet 10.1.0.5 6379 (geheim)");
    }

    @Test
    void aNodeLeavesTheOthersAloneWhileAllAreConnected() throws Exception {
        // When
        run("start.sh", "");
        // Then
        assertThat(asked()).containsExactly("redis-cli cluster nodes (no password)");
    }

    @Test
    void sixNodesAreJoined() throws Exception {
        // When
        run("join.sh", "geheim");
        // Then
        assertThat(asked())
                .hasSize(8)
                .endsWith("redis-cli --cluster create 10.1.0.0:6379 10.1.0.1:6379 10.1.0.2:6379 10.1.0.3:6379"
                        + " 10.1.0.4:6379 10.1.0.5:6379 --cluster-replicas 1 --cluster-yes (geheim)");
    }

    @Test
    void aClusterThatIsWholeIsNotTouched() throws Exception {
        // Given
        write("cluster-info", "cluster_state:ok\n");
        // When
        run("join.sh", "");
        // Then
        assertThat(asked()).hasSize(7).noneMatch(asked -> asked.contains("create"));
    }

    /** Runs a script as pod redis-0 does, and gives what it said once everything that it started has ended. */
    private String run(String script, String password) throws IOException, InterruptedException {
        var text = Files.readString(Checkout.K8S.resolve("redis-cluster").resolve(script))
                .replace("/data/", pod.resolve("data") + "/");
        // Java reads no further than to the end of the process itself, and not what the script left running.
        var all = "{ sh \"$0\" || echo failed with $?; } 2>&1 | cat";
        var process = new ProcessBuilder("sh", "-c", all, write(script, text).toString());
        process.environment().put("PATH", pod.resolve("bin") + ":" + System.getenv("PATH"));
        process.environment().put("POD_NAME", "redis-0");
        process.environment().put("POD_IP", "10.1.0.0");
        process.environment().put("REDIS_PASSWORD", password);
        var running = process.start();
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).doesNotContain("failed with");
        return said;
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(pod.resolve("asked"));
    }

    private void program(String name, String text) throws IOException {
        var file = write("bin/" + name, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path write(String name, String text) throws IOException {
        var file = pod.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
