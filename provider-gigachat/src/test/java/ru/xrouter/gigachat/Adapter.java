package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.token.ServiceToken;

/** The running adapter as the router calls it, and the simulator behind it. */
final class Adapter {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServiceToken serviceToken;
    private final String address =
            "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    private final String simulator = ConfigProvider.getConfig().getValue("simulator.url", String.class);

    Adapter(ServiceToken serviceToken) {
        this.serviceToken = serviceToken;
    }

    static String question(String content, boolean stream) {
        return JSON.createObjectNode()
                .put("model", "gigachat/gigachat-2")
                .put("stream", stream)
                .set(
                        "messages",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode().put("role", "user").put("content", content)))
                .toString();
    }

    HttpRequest request(String body) {
        return request(body, Map.of());
    }

    /** @param headers beside the usual ones, or in their place */
    HttpRequest request(String body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
                .header("authorization", serviceToken.authorization())
                .header("content-type", "application/json")
                .header(Headers.GENERATION_ID, "gen-1")
                .header(Headers.MODEL, "gigachat/gigachat-2")
                .header(Headers.PROVIDER_MODEL, "GigaChat-2")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return request.build();
    }

    HttpResponse<String> post(String body) {
        return send(request(body));
    }

    HttpResponse<String> post(String body, Map<String, String> headers) {
        return send(request(body, headers));
    }

    /** A path that is not the chat's; a GET where there is no body. */
    HttpResponse<String> call(String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .header("authorization", serviceToken.authorization())
                .header("content-type", "application/json")
                .timeout(PATIENCE);
        return send((body.isEmpty() ? request : request.POST(HttpRequest.BodyPublishers.ofString(body))).build());
    }

    HttpResponse<String> send(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    HttpClient client() {
        return client;
    }

    String control(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(simulator + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .body();
    }

    JsonNode served() {
        return json(control("GET", "/_sim/served", ""));
    }

    /** The bodies that came to a path of the simulator's, oldest first. */
    List<JsonNode> received(String path) {
        return json(control("GET", "/_sim/requests", ""))
                .valueStream()
                .filter(request -> request.path("path").asText().endsWith(path))
                .toList();
    }

    long issuedTokens() {
        return served().at("/access_tokens/gigachat").asLong();
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    static List<JsonNode> data(String events) {
        return events.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> json(line.substring("data: ".length())))
                .toList();
    }

    static String text(List<JsonNode> data, String name) {
        var text = new StringBuilder();
        data.forEach(
                event -> text.append(event.at("/choices/0/delta").path(name).asText()));
        return text.toString();
    }

    static void awaitTrue(Callable<Boolean> condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
