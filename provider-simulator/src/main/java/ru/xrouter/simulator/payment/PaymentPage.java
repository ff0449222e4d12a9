package ru.xrouter.simulator.payment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code /pay/{payment}?amount=100.00}: where people would pay. Its buttons pay or call off, and the notice goes to the shop
 * at once, in YooKassa's form and signed.
 */
public final class PaymentPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PAYMENT = Pattern.compile("/([A-Za-z0-9-]{1,100})");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");

    private final URI webhook;
    private final byte[] secret;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** @param webhook where the shop takes notices */
    public PaymentPage(URI webhook, String secret) {
        this.webhook = webhook;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Answers a request to the rest of a path. */
    public void handle(HttpServerRequest request, String path) {
        var amount = request.getParam("amount");
        if (amount == null || !AMOUNT.matcher(amount).matches()) {
            answer(request, 400, "The address lacks the amount.");
            return;
        }
        var end = path.lastIndexOf('/');
        var outcome = end > 0 ? path.substring(end + 1) : "";
        var payment = PAYMENT.matcher(end > 0 ? path.substring(0, end) : path);
        if (!payment.matches()) {
            answer(request, 404, "There is no such payment.");
        } else if (outcome.isEmpty() && request.method().name().equals("GET")) {
            var id = payment.group(1);
            request.response()
                    .putHeader("content-type", "text/html; charset=utf-8")
                    .end(page(id, amount));
        } else if (request.method().name().equals("POST")
                && (outcome.equals("succeeded") || outcome.equals("canceled"))) {
            tell(request, payment.group(1), amount, "payment." + outcome);
        } else {
            answer(request, 404, "A payment succeeded or is canceled.");
        }
    }

    private static String page(String payment, String amount) {
        return """
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><title>Payment</title>
                <h1>%s RUB</h1>
                <p>This page stands for the payment provider's. No money moves.</p>
                <form method="post">
                <button formaction="%s/succeeded?amount=%s">Pay</button>
                <button formaction="%s/canceled?amount=%s">Cancel</button>
                </form>
                </html>
                """.formatted(amount, "/pay/" + payment, amount, "/pay/" + payment, amount);
    }

    private void tell(HttpServerRequest request, String payment, String amount, String event) {
        var context = Vertx.currentContext();
        var _ = send(payment, amount, event)
                .whenComplete((told, failure) -> context.runOnContext(_ -> {
                    if (failure != null || told.statusCode() >= 300) {
                        answer(request, 502, "The shop did not take the notice.");
                    } else {
                        answer(request, 200, event + ": the shop knows of it.");
                    }
                }));
    }

    private CompletableFuture<HttpResponse<Void>> send(String payment, String amount, String event) {
        var body = JSON.valueToTree(Map.of(
                        "type",
                        "notification",
                        "event",
                        event,
                        "object",
                        Map.of(
                                "id",
                                // A page is of one payment, however often its button is pressed.
                                UUID.nameUUIDFromBytes(payment.getBytes(StandardCharsets.UTF_8))
                                        .toString(),
                                "amount",
                                Map.of("value", amount, "currency", "RUB"),
                                "metadata",
                                Map.of("payment_id", payment))))
                .toString();
        var notice = HttpRequest.newBuilder(webhook)
                .timeout(Duration.ofSeconds(10))
                .header("content-type", "application/json")
                .header("x-payment-signature", signature(body))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(notice, BodyHandlers.discarding());
    }

    private String signature(String body) {
        try {
            var time = Instant.now().getEpochSecond();
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            var signed = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + time + ",v1=" + HexFormat.of().formatHex(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA-256.", e);
        }
    }

    private static void answer(HttpServerRequest request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(text + "\n");
    }
}
