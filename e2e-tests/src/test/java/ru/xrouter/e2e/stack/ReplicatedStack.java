package ru.xrouter.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A second stack beside the one under test, every service twice behind nginx: one for all tests that need it, started by the first. */
public record ReplicatedStack(Stack stack) {
    public static final int REPLICAS = 2;
    /** The order of classes that need it: after all others, which it would only be in the way of. */
    public static final int TESTED_LAST = Integer.MAX_VALUE;

    private static final Map<String, Integer> MANAGEMENT = Map.of("gateway-service", 9080, "router-service", 9082);
    private static final int GATEWAY = 8080;
    private static final int REDIS = 6380;
    private static final int BETWEEN_REPLICAS = 100;
    private static final int BESIDE = 2_000;
    private static final int SIMULATOR_ABOVE_GATEWAY = 10;
    private static final String WITHOUT_NGINX = "Replicas need nginx";

    private static @Nullable ReplicatedStack running;

    /** Skips the test with a printed reason where there is no nginx. */
    public static synchronized ReplicatedStack beside(Stack stack) {
        var replicated = running == null ? start(stack) : running;
        running = replicated;
        return replicated;
    }

    static synchronized void stop() {
        if (running != null) {
            run(running.stack, "down");
            running = null;
        }
    }

    private static ReplicatedStack start(Stack beside) {
        var state = beside.state().resolveSibling("replicas");
        var gateway = URI.create("http://localhost:" + (beside.gateway().getPort() + BESIDE));
        var simulator = URI.create("http://localhost:" + (gateway.getPort() + SIMULATOR_ABOVE_GATEWAY));
        var stack = new Stack(gateway, "", simulator, beside.script(), state);
        var output = run(
                stack,
                "up",
                "--reset",
                "--detach",
                "--replicas",
                "" + REPLICAS,
                "--port-offset",
                "" + (gateway.getPort() - GATEWAY));
        assertThat(output).contains("everything is ready");
        return new ReplicatedStack(new Stack(gateway, key(state), simulator, beside.script(), state));
    }

    /** Stops one replica as a cluster would, and starts it anew. */
    public void restart(String service, int replica) {
        run(stack, "restart", service + "-" + replica);
    }

    /** The sum of a replica's metrics of this name. */
    public double metric(String service, int replica, String name) {
        var port = Objects.requireNonNull(MANAGEMENT.get(service))
                + stack.gateway().getPort()
                - GATEWAY
                + replica * BETWEEN_REPLICAS;
        var metrics = new Http(URI.create("http://localhost:" + port), "").get("/q/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        return metrics.body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The replicas of the gateway, each by itself. */
    public List<Http> gateways() {
        return IntStream.rangeClosed(1, REPLICAS)
                .mapToObj(replica ->
                        URI.create("http://localhost:" + (stack.gateway().getPort() + replica * BETWEEN_REPLICAS)))
                .map(address -> new Http(address, ""))
                .toList();
    }

    /** Its processes, killed and started as an operator would. */
    public Processes processes() {
        return stack.processes();
    }

    /** The first line of Redis' answer to a command. */
    public String redis(String command) {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), REDIS + stack.gateway().getPort() - GATEWAY)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return String.valueOf(answer.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(Stack stack, String... arguments) {
        var command = new ArrayList<>(List.of(stack.script().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XROUTER_STATE_DIR", stack.state().toString());
        // Every process of two stacks on one machine: Redis answers late at times, and this is about restarts alone.
        builder.environment().put("XROUTER_REDIS_BUDGET", "10s");
        try {
            // Into a file: the stack that stays would keep a pipe open.
            var output = Files.createTempFile("xrouter", ".out");
            var process = builder.redirectOutput(output.toFile()).start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES))
                    .as(command.toString())
                    .isTrue();
            var text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (text.contains(WITHOUT_NGINX)) {
                System.out.println("Skipped: " + text.strip());
                abort(text.strip());
            }
            assertThat(process.exitValue()).as("%s: %s", command, text).isZero();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String key(Path state) {
        try {
            return Http.parse(Files.readString(state.resolve("run.json")))
                    .path("api_key")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
