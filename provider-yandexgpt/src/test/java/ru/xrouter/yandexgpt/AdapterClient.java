package ru.xrouter.yandexgpt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Calls the adapter as the router does, and asks the simulator what it saw. */
final class AdapterClient {
    static final JsonMapper JSON = new JsonMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final String CHAT_MODEL = "yandexgpt/latest";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<String> call(String body) {
        return call(CHAT, CHAT_MODEL, body);
    }

    HttpResponse<String> call(String path, String providerModel, String body) {
        return send(request(path, providerModel, body), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Calls a model at another of the provider's APIs than the native one. */
    HttpResponse<String> call(
            String providerModel, @Nullable String surface, String body, Map<String, String> headers) {
        return call(CHAT, providerModel, surface, body, headers);
    }

    HttpResponse<String> call(
            String path, String providerModel, @Nullable String surface, String body, Map<String, String> headers) {
        var request = builder(path, providerModel, body);
        if (surface != null) {
            request.header("x-xrouter-surface", surface);
        }
        headers.forEach(request::header);
        return send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(String path, String body) {
        return call(path, CHAT_MODEL, body);
    }

    HttpResponse<String> get(String path) {
        var request = HttpRequest.newBuilder(URI.create(setting("test.url") + path))
                .header("authorization", "Bearer local-service-token")
                .build();
        return send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<InputStream> open(String body) {
        return send(request(CHAT, CHAT_MODEL, body), BodyHandlers.ofInputStream());
    }

    HttpResponse<String> get(URI url) {
        return send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** The events of a stream, each without its blank line. */
    static List<String> events(HttpResponse<String> response) {
        var events = new ArrayList<String>();
        for (var event : response.body().split("\n\n", -1)) {
            if (!event.isEmpty()) {
                events.add(event);
            }
        }
        return events;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest request(String path, String providerModel, String body) {
        return builder(path, providerModel, body).build();
    }

    private HttpRequest.Builder builder(String path, String providerModel, String body) {
        return HttpRequest.newBuilder(URI.create(setting("test.url") + path))
                .header("authorization", "Bearer local-service-token")
                .header("content-type", "application/json")
                .header("x-xrouter-generation-id", "gen-1")
                .header("x-xrouter-model", "yandex/yandexgpt")
                .header("x-xrouter-provider-model", providerModel)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the simulator was sent whose body holds a text, the newest last. */
    List<JsonNode> received(String text) {
        var received = new ArrayList<JsonNode>();
        for (var request : simulator("GET", "/_sim/requests")) {
            if (request.path("body").toString().contains(text)) {
                received.add(request);
            }
        }
        return received;
    }

    JsonNode served() {
        return simulator("GET", "/_sim/served");
    }

    /** Waits until what the simulator served fits. */
    JsonNode servedOnce(Predicate<JsonNode> fits) {
        var deadline = Instant.now().plus(PATIENCE);
        var served = served();
        while (!fits.test(served)) {
            assertThat(Instant.now()).as("still waiting; served: %s", served).isBefore(deadline);
            Thread.onSpinWait();
            served = served();
        }
        return served;
    }

    JsonNode simulator(String method, String path) {
        var url = setting("test.simulator.url");
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return json(send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)).body());
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
