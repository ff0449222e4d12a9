package ru.xrouter.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A simulator on a free port for the tests of one class, and a client that speaks plain HTTP to it. */
public final class RunningSimulator implements BeforeAllCallback, AfterAllCallback {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Simulator simulator = Simulator.start(0);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String token = "";

    @Override
    public void beforeAll(ExtensionContext context) {
        token = json(send(tokenRequest("id:secret", UUID.randomUUID().toString(), "scope=GIGACHAT_API_PERS")))
                .path("access_token")
                .asText();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        client.close();
        simulator.close();
    }

    public int port() {
        return simulator.port();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + simulator.port() + path))
                .timeout(Duration.ofSeconds(10));
    }

    public HttpRequest tokenRequest(String key, String requestId, String form) {
        return request("/gigachat/api/v2/oauth")
                .header("authorization", "Basic " + base64(key))
                .header("rquid", requestId)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
    }

    public HttpRequest.Builder gigachat(String path, String body) {
        return request("/gigachat/api/v1" + path)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpResponse<String> chat(String body) {
        return send(gigachat("/chat/completions", body).build());
    }

    public HttpRequest.Builder yandex(String path, String body) {
        return request("/yandex/foundationModels/v1" + path)
                .header("authorization", "Api-Key AQVNtest")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpResponse<String> completion(String body) {
        return send(yandex("/completion", body).build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<InputStream> open(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    public JsonNode get(String path) {
        return json(send(request(path).GET().build()));
    }

    public int put(String path, String body) {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build())
                .statusCode();
    }

    public void delete(String path) {
        send(request(path).DELETE().build());
    }

    public String token() {
        return token;
    }

    public static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
