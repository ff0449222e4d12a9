package ru.xrouter.billing.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import org.jboss.logging.Logger;
import ru.xrouter.api.money.Money;
import ru.xrouter.billing.notice.LowBalanceStore.Low;
import ru.xrouter.billing.payment.WebhookSignature;

/**
 * Posts a signed notice for each account that runs low, at least once each time it does. One that is not taken is posted
 * again at the next look.
 */
@Singleton
class LowBalanceNotices {
    private static final Logger LOG = Logger.getLogger(LowBalanceNotices.class);
    private static final int AT_ONCE = 100;
    private static final int SUCCESSES = 200;
    private static final int REDIRECTS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LowBalanceStore store;
    private final LowBalanceConfig config;
    private final ObjectMapper json;
    private final MeterRegistry metrics;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    LowBalanceNotices(LowBalanceStore store, LowBalanceConfig config, ObjectMapper json, MeterRegistry metrics) {
        if (config.webhook().isPresent() && config.secret().isEmpty()) {
            throw new IllegalStateException(
                    "xrouter.billing.low-balance.webhook needs xrouter.billing.low-balance.secret.");
        }
        this.store = store;
        this.config = config;
        this.json = json;
        this.metrics = metrics;
    }

    @Scheduled(
            every = "${xrouter.billing.low-balance.every:60s}",
            delayed = "${xrouter.billing.low-balance.every:60s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        config.webhook().ifPresent(webhook -> {
            try {
                var below = Money.ofRoubles(config.below());
                store.recovered(below);
                for (var low : store.untold(below, AT_ONCE)) {
                    tell(webhook, config.secret().orElseThrow(), low);
                }
            } catch (RuntimeException e) {
                LOG.warnf("Nobody can be told of low balances: %s", e.getClass().getSimpleName());
            }
        });
    }

    private void tell(URI webhook, String secret, Low low) {
        var body = body(low);
        var request = HttpRequest.newBuilder(webhook)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header(WebhookSignature.HEADER, WebhookSignature.header(Instant.now(), body, secret))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        var taken = taken(request);
        metrics.counter("xrouter.billing.low.balance.notices", "result", taken ? "taken" : "refused")
                .increment();
        if (taken) {
            store.told(low.accountId());
        } else {
            LOG.warnf("A notice of a low balance was not taken; accountId=%s", low.accountId());
        }
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
            return json.writeValueAsBytes(new Notice(
                    "balance.low", low.accountId(), new Money(low.balanceMicros()).roubles(), config.below()));
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
