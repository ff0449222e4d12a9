package ru.xrouter.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls the gateway as any HTTP client would. */
public final class GatewayClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private GatewayClient() {}

    /** A request with the key, to be completed. */
    public static HttpRequest.Builder request(String path, FakeAuth.Key key) {
        return anonymous(path).header("authorization", "Bearer " + key.secret());
    }

    public static HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    public static HttpResponse<String> chat(FakeAuth.Key key, String model) {
        return post(key, body(model, ""));
    }

    public static HttpResponse<String> post(FakeAuth.Key key, String body) {
        return send(request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** With an idempotency key. */
    public static HttpResponse<String> post(FakeAuth.Key key, String idempotencyKey, String body) {
        return send(request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .header("idempotency-key", idempotencyKey)
                .POST(BodyPublishers.ofString(body)));
    }

    public static HttpResponse<String> get(FakeAuth.Key key, String path) {
        return send(request(path, key).GET());
    }

    public static String body(String model, String marker) {
        return "{\"model\":\"%s\",\"marker\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"привет\"}]}"
                .formatted(model, marker);
    }

    /** A header that the answer must have. */
    public static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError("No header " + name));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request.build(), BodyHandlers.ofString());
    }

    public static HttpResponse<InputStream> open(HttpRequest.Builder request) {
        return send(request.build(), BodyHandlers.ofInputStream());
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    /** A connection on which the request has been sent and nothing read. */
    public static Socket raw(String request) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new java.net.InetSocketAddress("localhost", port()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    public static String rawPost(FakeAuth.Key key, String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer "
                + key.secret() + "\r\ncontent-length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n"
                + body;
    }

    /** Waits until something holds; fails after a minute. */
    public static void eventually(BooleanSupplier condition) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It has not happened within a minute.");
            }
            Thread.sleep(10);
        }
    }

    private static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return HTTP.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
