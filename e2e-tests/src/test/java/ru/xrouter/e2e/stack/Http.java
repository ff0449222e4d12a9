package ru.xrouter.e2e.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Plain HTTP to one address with one bearer token: for bytes and headers that an SDK hides. */
public record Http(URI base, String token, List<String> moreHeaders) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public Http {
        moreHeaders = List.copyOf(moreHeaders);
    }

    Http(URI base, String token) {
        this(base, token, List.of());
    }

    /** The same, with one more header. */
    public Http with(String name, String value) {
        var more = new ArrayList<>(moreHeaders);
        more.add(name);
        more.add(value);
        return new Http(base, token, more);
    }

    /** GET. */
    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** POST of a JSON body. */
    public Answer post(String path, String body) {
        return send("POST", path, body);
    }

    /** A chat completion. */
    public Answer chat(String body) {
        return post("/v1/chat/completions", body);
    }

    /** Any method; no body is sent when it is null. */
    public Answer send(String method, String path, @Nullable String body) {
        var request = request(path)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return new Answer(CLIENT.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A chat completion whose client leaves as soon as the condition holds, before any answer. */
    public void abandonedChat(String body, BooleanSupplier condition) {
        var request = request("/v1/chat/completions")
                .POST(BodyPublishers.ofString(body))
                .build();
        var answer = CLIENT.sendAsync(request, BodyHandlers.ofString());
        Eventually.holds("the time to leave has come", Eventually.USUALLY, condition);
        answer.cancel(true);
    }

    /** A streamed chat completion, read line by line; to be closed. */
    public EventStream stream(String body) {
        var request = request("/v1/chat/completions")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return new EventStream(CLIENT.send(request, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("content-type", "application/json");
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        for (var i = 0; i < moreHeaders.size(); i += 2) {
            request.header(moreHeaders.get(i), moreHeaders.get(i + 1));
        }
        return request;
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** A whole response. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return parse(response.body());
        }

        /** The header's value, empty when there is none. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The generation id that every response carries. */
        public String requestId() {
            return header("x-request-id");
        }
    }
}
