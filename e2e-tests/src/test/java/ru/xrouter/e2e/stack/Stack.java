package ru.xrouter.e2e.stack;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The stack under test, as the script that started it describes it in system properties.
 *
 * @param gateway where clients connect
 * @param key an API key with credit, the one that {@code ./xrouter up} prints
 * @param simulator the providers' stand-in
 * @param script the {@code xrouter} script
 * @param state the folder with the stack's logs and secrets
 */
public record Stack(URI gateway, String key, URI simulator, Path script, Path state) {
    static final String URL = "xrouter.e2e.url";

    private static final int GATEWAY_PORT = 8080;
    private static final int AUTH_PORT = 8081;
    private static final int BILLING_PORT = 8083;
    private static final int REDIS_PORT = 6380;
    private static final String TOKEN_VARIABLE = "XROUTER_SERVICE_TOKEN=";

    static boolean isRunning() {
        return System.getProperty(URL) != null;
    }

    static Stack running() {
        return new Stack(
                URI.create(property(URL).replaceAll("/+$", "")),
                property("xrouter.e2e.key"),
                URI.create(property("xrouter.e2e.simulator").replaceAll("/+$", "")),
                Path.of(property("xrouter.e2e.script")),
                Path.of(property("xrouter.e2e.state")));
    }

    /** Plain HTTP with the stack's own API key. */
    public Http http() {
        return http(key);
    }

    /** Plain HTTP with another API key. */
    public Http http(String apiKey) {
        return new Http(gateway, apiKey);
    }

    /** OpenAI's own client with the stack's API key, which tries again when it is told to, as it does by default. */
    public OpenAIClient openai() {
        return openai(key);
    }

    /** The same with another API key. */
    public OpenAIClient openai(String apiKey) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway + "/v1")
                .apiKey(apiKey)
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    /** Operators' side of auth-service and billing-service. */
    public Operators operators() {
        return new Operators(
                new Http(service("xrouter.e2e.auth", AUTH_PORT), serviceToken()),
                new Http(service("xrouter.e2e.billing", BILLING_PORT), serviceToken()));
    }

    /** The simulator's own side: its knobs and what it served. */
    public Simulator simulatorControl() {
        return new Simulator(new Http(simulator, ""));
    }

    /** The stack's Redis. */
    public Redis redis() {
        return new Redis(REDIS_PORT + portOffset());
    }

    /** The stack's processes. */
    public Processes processes() {
        return new Processes(script, state);
    }

    /** The logs of all processes. */
    public List<Path> logs() {
        try (var files = Files.walk(state)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int portOffset() {
        return gateway.getPort() - GATEWAY_PORT;
    }

    private URI service(String property, int port) {
        return URI.create(Optional.ofNullable(System.getProperty(property))
                .orElseGet(() -> "http://localhost:" + (port + portOffset())));
    }

    private String serviceToken() {
        var file = state.resolve("secrets.env");
        try (var lines = Files.lines(file)) {
            return lines.map(line -> line.replaceFirst("^export ", ""))
                    .filter(line -> line.startsWith(TOKEN_VARIABLE))
                    .map(line -> line.substring(TOKEN_VARIABLE.length()).replaceAll("^['\"]|['\"]$", ""))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no %s in %s".formatted(TOKEN_VARIABLE, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String property(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .orElseThrow(() -> new IllegalStateException("system property %s is not set".formatted(name)));
    }
}
