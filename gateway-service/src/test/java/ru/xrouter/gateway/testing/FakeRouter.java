package ru.xrouter.gateway.testing;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** router-service: the requested model says how to answer. */
public final class FakeRouter implements Handler<HttpServerRequest> {
    /** An event stream cut at places where no sender would cut it. */
    public static final List<String> STREAM = List.of(
            "data: {\"choices\":[{\"delta\":{\"content\":\"при",
            "вет",
            "\"}}]}\n",
            "\ndata: {\"choices\":[]}\n\nda",
            "ta: [DONE]\n\n");

    /** A stream whose time was over, which is paid as far as it went. */
    public static final List<String> LATE_STREAM = brokenBy("deadline_exceeded");

    /** A stream that a stop of the router ended, which is not paid. */
    public static final List<String> STOPPED_STREAM = brokenBy("service_unavailable");

    public static final String PLAIN = "{\"id\":\"gen-x\",\"choices\":[],\"usage\":{\"cost\":0.01}}";
    public static final int FLOOD_BYTES = 64 * 1024 * 1024;
    private static final Buffer FLOOD_PIECE = Buffer.buffer(new byte[16 * 1024]);

    private final Map<String, CompletableFuture<Long>> cancelled = new ConcurrentHashMap<>();
    private final Map<String, Runnable> held = new ConcurrentHashMap<>();
    private final AtomicLong flooded = new AtomicLong();
    private volatile @Nullable Seen last;

    /** Completes with the reset's code when the gateway cancels a generation whose body holds this marker. */
    public CompletableFuture<Long> cancelOf(String marker) {
        return cancelled.computeIfAbsent(marker, _ -> new CompletableFuture<>());
    }

    /** Whether a generation that is held has arrived and not answered. */
    public boolean holds(String marker) {
        return held.containsKey(marker);
    }

    /** Lets a generation of model {@code hold} answer; false when it has not arrived yet. */
    public boolean answer(String marker) {
        var answer = held.remove(marker);
        if (answer == null) {
            return false;
        }
        answer.run();
        return true;
    }

    public long flooded() {
        return flooded.get();
    }

    /** The newest request. */
    public Seen last() {
        var seen = last;
        if (seen == null) {
            throw new AssertionError("The router has not been called.");
        }
        return seen;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (request.uri().equals("/internal/aliases")) {
            request.response().end("{\"flat\":[\"plain\"],\"either\":[\"hold\",\"plain\"]}");
            return;
        }
        request.body().onSuccess(body -> {
            last = new Seen(request.method() + " " + request.uri(), Map.copyOf(headers(request)), body);
            if (request.uri().startsWith("/v1/models") || request.uri().equals("/v1/providers/status")) {
                request.response()
                        .putHeader("content-type", "application/json")
                        .end("{\"asked\":\"" + request.uri() + "\"}");
            } else {
                answer(request, body.toJsonObject());
            }
        });
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        var headers = new ConcurrentHashMap<String, String>();
        request.headers().forEach((name, value) -> headers.put(name, value));
        return headers;
    }

    private void answer(HttpServerRequest request, JsonObject body) {
        var response = request.response();
        var marker = body.getString("marker", "");
        switch (body.getString("model")) {
            case "plain", "flat" -> plain(response);
            case "stream" -> stream(events(response), STREAM);
            case "late-stream" -> stream(events(response), LATE_STREAM);
            case "stopped-stream" -> stream(events(response), STOPPED_STREAM);
            case "endless" -> {
                var gone = cancelOf(marker);
                response.exceptionHandler(failure -> gone.complete(code(failure)));
                events(response).write("data: {}\n\n");
            }
            case "silent" -> {
                var gone = cancelOf(marker);
                response.exceptionHandler(failure -> gone.complete(code(failure)));
                held.put(marker, () -> {});
            }
            case "hold" -> held.put(marker, () -> plain(response));
            case "flood" -> flood(events(response));
            case "cut-stream" -> cut(events(response), "data: {}\n\n");
            case "cut-body" -> cut(response.putHeader("content-length", "100"), "{\"half\":");
            case "cut-early" -> {
                response.putHeader("content-type", "application/json").putHeader("content-length", "100");
                response.writeHead().onSuccess(_ -> response.reset(2));
            }
            case "unpaid" -> unpaid(response);
            case "hold-unpaid" -> held.put(marker, () -> unpaid(response));
            default -> response.setStatusCode(404).end();
        }
    }

    private static long code(Throwable failure) {
        return failure instanceof StreamResetException reset ? reset.getCode() : -1;
    }

    private static void plain(HttpServerResponse response) {
        response.putHeader("content-type", "application/json")
                .putHeader("x-xrouter-model", "gigachat/gigachat-2")
                .putHeader("x-xrouter-provider", "gigachat")
                .putHeader("x-xrouter-ignored-parameters", "seed")
                .putHeader("x-xrouter-provider-time", "1500")
                .putHeader("x-internal-secret", "not for clients")
                .end(PLAIN);
    }

    private static void unpaid(HttpServerResponse response) {
        response.setStatusCode(402)
                .putHeader("content-type", "application/json")
                .putHeader("retry-after", "7")
                .putHeader("x-should-retry", "false")
                .end("{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":null}}");
    }

    private static HttpServerResponse events(HttpServerResponse response) {
        return response.putHeader("content-type", "text/event-stream; charset=utf-8");
    }

    private static void stream(HttpServerResponse response, List<String> parts) {
        response.write(parts.getFirst()).onSuccess(_ -> {
            if (parts.size() == 1) {
                response.end();
            } else {
                Vertx.currentContext().owner().setTimer(5, _ -> stream(response, parts.subList(1, parts.size())));
            }
        });
    }

    private static List<String> brokenBy(String code) {
        return List.of(
                "data: {\"choices\":[{\"delta\":{\"content\":\"" + "привет".repeat(100) + "\"}}]}\n\n",
                "data: {\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"co",
                "de\":\"" + code + "\"}}\n\n");
    }

    private void flood(HttpServerResponse response) {
        flooded.set(0);
        response.drainHandler(_ -> pour(response));
        pour(response);
    }

    private void pour(HttpServerResponse response) {
        while (flooded.get() < FLOOD_BYTES && !response.writeQueueFull()) {
            response.write(FLOOD_PIECE);
            if (flooded.addAndGet(FLOOD_PIECE.length()) == FLOOD_BYTES) {
                response.end();
            }
        }
    }

    private static void cut(HttpServerResponse response, String part) {
        // The part must have left before the reset, which goes before all that waits.
        response.write(part).onSuccess(_ -> Vertx.currentContext().owner().setTimer(50, _ -> response.reset(2)));
    }

    /** A request as it came. */
    public record Seen(String line, Map<String, String> headers, Buffer body) {}
}
