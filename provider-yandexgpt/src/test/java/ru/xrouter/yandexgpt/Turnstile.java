package ru.xrouter.yandexgpt;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before the simulator, lets calls through in groups, and knows how many have been inside at the same time. */
final class Turnstile implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CyclicBarrier group;
    private final String target;
    private final HttpServer server;

    private Turnstile(int group, String target) throws IOException {
        this.group = new CyclicBarrier(group);
        this.target = target;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.createContext(
                "/_turnstile",
                exchange -> answer(
                        exchange, 200, "{\"most\":%d}".formatted(most.get()).getBytes(StandardCharsets.UTF_8)));
    }

    static Turnstile before(String target, int group) throws IOException {
        var turnstile = new Turnstile(group, target);
        turnstile.server.start();
        return turnstile;
    }

    String url() {
        return "http://localhost:%d".formatted(server.getAddress().getPort());
    }

    private void pass(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
            group.await(10, TimeUnit.SECONDS);
            var request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            exchange.getRequestBody().readAllBytes()));
            for (var name : new String[] {"authorization", "x-folder-id", "content-type"}) {
                request.header(name, exchange.getRequestHeaders().getFirst(name));
            }
            var response = client.send(request.build(), BodyHandlers.ofByteArray());
            inside.decrementAndGet();
            answer(exchange, response.statusCode(), response.body());
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
