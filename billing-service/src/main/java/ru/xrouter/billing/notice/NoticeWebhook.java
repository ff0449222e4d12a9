package ru.xrouter.billing.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import ru.xrouter.billing.notice.LowBalanceStore.Low;
import ru.xrouter.billing.payment.WebhookSignature;

/** Posts a signed notice of a low balance to the operator's address. */
@Singleton
class NoticeWebhook {
    private static final int SUCCESSES = 200;
    private static final int REDIRECTS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LowBalanceConfig config;
    private final ObjectMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    NoticeWebhook(LowBalanceConfig config, ObjectMapper json) {
        if (config.webhook().isPresent() && config.secret().isEmpty()) {
            throw new IllegalStateException(
                    "xrouter.billing.low-balance.webhook needs xrouter.billing.low-balance.secret.");
        }
        this.config = config;
        this.json = json;
    }

    /** Whether it was taken. */
    boolean taken(URI webhook, Low low) {
        var body = body(low);
        var secret = config.secret().orElseThrow();
        return taken(HttpRequest.newBuilder(webhook)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header(WebhookSignature.HEADER, WebhookSignature.header(Instant.now(), body, secret))
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private boolean taken(HttpRequest request) {
        try {
            var status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status >= SUCCESSES && status < REDIRECTS;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private byte[] body(Low low) {
        try {
            return json.writeValueAsBytes(
                    new Notice("balance.low", low.accountId(), low.balance().roubles(), config.below()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is posted; amounts in roubles. */
    @RegisterForReflection
    private record Notice(
            @JsonProperty("event") String event,
            @JsonProperty("account_id") String accountId,
            @JsonProperty("balance") BigDecimal balance,
            @JsonProperty("below") BigDecimal below) {}
}
