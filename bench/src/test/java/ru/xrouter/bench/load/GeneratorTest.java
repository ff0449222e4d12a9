package ru.xrouter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.UTF_8);
    private static final long STALL = TimeUnit.MILLISECONDS.toNanos(500);

    private final AtomicBoolean measuring = new AtomicBoolean();
    private final Generator.Observer observer = new Generator.Observer() {
        @Override
        public void windowBegins() {
            measuring.set(true);
        }

        @Override
        public void windowEnds() {}
    };

    @Test
    void countsAStallAgainstEveryRequestThatItDelays() throws IOException {
        // Given: a server that does one thing at a time and stalls once
        var server = server(true);
        try (var generator = new Generator()) {
            // When
            var measured =
                    generator.constantRate(shot(server), 200, Duration.ofMillis(500), Duration.ofSeconds(1), observer);
            // Then
            var latency = measured.latency();
            assertThat(latency.getTotalCount()).isBetween(195L, 205L);
            assertThat(latency.getCountBetweenValues(STALL / 5, Long.MAX_VALUE)).isGreaterThan(60);
            assertThat(measured.failed()).isZero();
            assertThat(measured.unanswered()).isZero();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void keepsEveryConnectionBusy() throws IOException {
        // Given
        var server = server(false);
        try (var generator = new Generator()) {
            // When
            var measured = generator.alwaysBusy(
                    shot(server), 4, Duration.ZERO, Duration.ofMillis(200), Duration.ofMillis(500), observer);
            // Then
            assertThat(measured.completed()).isGreaterThan(20);
            assertThat(measured.failed()).isZero();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void countsRefusedConnectionsAsFailed() throws IOException {
        // Given
        var server = server(false);
        var shot = shot(server);
        server.stop(0);
        try (var generator = new Generator()) {
            // When
            var measured = generator.constantRate(shot, 100, Duration.ZERO, Duration.ofMillis(300), observer);
            // Then
            assertThat(measured.failed()).isPositive();
            assertThat(measured.completed()).isZero();
        }
    }

    private HttpServer server(boolean stalls) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        var stalled = new AtomicBoolean();
        server.createContext("/", exchange -> {
            if (stalls && measuring.get() && stalled.compareAndSet(false, true)) {
                LockSupport.parkNanos(STALL);
            }
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void takesTheAnswerThatIsExpectedForAGoodOne() throws IOException {
        // Given
        var server = server(false);
        var right = shot(server);
        var wrong = new Generator.Shot(right.address(), right.request(), 402);
        try (var generator = new Generator()) {
            // When
            var good = generator.constantRate(right, 100, Duration.ZERO, Duration.ofMillis(300), observer);
            var bad = generator.constantRate(wrong, 100, Duration.ZERO, Duration.ofMillis(300), observer);
            // Then
            assertThat(good.failed()).isZero();
            assertThat(bad.failed()).isPositive().isEqualTo(bad.completed());
            assertThat(bad.lastFailure()).isEqualTo(200);
        } finally {
            server.stop(0);
        }
    }

    private static Generator.Shot shot(HttpServer server) {
        var request = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}";
        return new Generator.Shot(server.getAddress(), request, 200);
    }
}
