package ru.xrouter.simulator.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.simulator.Simulator;

@SuppressWarnings("NullAway.Init") // Set before each test.
class PaymentPageTest {
    private static final String SECRET = "a secret of the test";

    private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
    private final AtomicInteger status = new AtomicInteger(204);
    private HttpServer shop;
    private Simulator simulator;

    @BeforeEach
    void start() throws IOException {
        shop = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        shop.createContext("/webhook", this::told);
        shop.start();
        var webhook = URI.create("http://localhost:" + shop.getAddress().getPort() + "/webhook");
        simulator = Simulator.start(0, null, new PaymentPage(webhook, SECRET));
    }

    @AfterEach
    void stop() {
        simulator.close();
        shop.stop(0);
    }

    @Test
    void tellsTheShopThatAPaymentSucceeded() throws Exception {
        // When
        var page = call("GET", "/pay/pay-1?amount=100.50");
        var paid = call("POST", "/pay/pay-1/succeeded?amount=100.50");
        // Then
        assertThat(page.body()).contains("100.50 RUB", "/pay/pay-1/succeeded?amount=100.50");
        assertThat(paid.statusCode()).isEqualTo(200);
        var notice = notices.remove();
        assertThat(notice.body())
                .contains(
                        "\"event\":\"payment.succeeded\"",
                        "\"payment_id\":\"pay-1\"",
                        "\"value\":\"100.50\"",
                        "\"currency\":\"RUB\"");
        var time = notice.signature().substring(2, notice.signature().indexOf(','));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var expected = mac.doFinal((time + "." + notice.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(notice.signature())
                .isEqualTo("t=" + time + ",v1=" + HexFormat.of().formatHex(expected));
    }

    @Test
    void tellsTheOneWhoPaysThatTheShopDidNotHear() throws Exception {
        status.set(500);

        assertThat(call("POST", "/pay/pay-1/canceled?amount=1").statusCode()).isEqualTo(502);
        assertThat(notices.remove().body()).contains("payment.canceled");
    }

    @Test
    void servesNothingElse() throws Exception {
        assertThat(call("GET", "/pay/pay-1").statusCode()).isEqualTo(400);
        assertThat(call("GET", "/pay/pay-1?amount=%3Cb%3E").statusCode()).isEqualTo(400);
        assertThat(call("GET", "/pay/%3Cb%3E?amount=1").statusCode()).isEqualTo(404);
        assertThat(call("POST", "/pay/pay-1/other?amount=1").statusCode()).isEqualTo(404);
        assertThat(notices).isEmpty();
    }

    private HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://localhost:" + simulator.port() + path);
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .method(method, BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private void told(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        notices.add(new Notice(exchange.getRequestHeaders().getFirst("x-payment-signature"), body));
        exchange.sendResponseHeaders(status.get(), -1);
        exchange.close();
    }

    private record Notice(String signature, String body) {}
}
