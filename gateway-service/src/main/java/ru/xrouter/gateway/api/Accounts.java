package ru.xrouter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.SpendingCap;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.GivenUpAttempt;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.call.ServiceAnswer;
import ru.xrouter.gateway.call.ServiceCalls;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.gateway.exchange.GenerationId;

/**
 * {@code GET /v1/credits}, {@code GET /v1/key} and {@code GET /v1/generation?id=}, spelled as OpenRouter spells them, with
 * money in roubles. A caller sees its own account's alone.
 */
@Singleton
public class Accounts {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final ServiceCalls calls;
    private final Readings readings;
    private final URI billing;

    Accounts(ServiceCalls calls, Readings readings, GatewayConfig config) {
        this.calls = calls;
        this.readings = readings;
        this.billing = config.billingUrl();
    }

    public void credits(Exchange exchange) {
        var path = "/internal/accounts/" + encoded(exchange.caller().accountId()) + "/credits";
        readings.withLimits(exchange, known -> readings.reply(known, calls.get(billing, path), Accounts::credits));
    }

    public void key(Exchange exchange) {
        var key = exchange.caller();
        var path = "/internal/keys/" + encoded(key.keyId()) + "/spend?account_id=" + encoded(key.accountId());
        readings.withLimits(
                exchange, known -> readings.reply(known, calls.get(billing, path), answer -> key(key, answer)));
    }

    public void generation(Exchange exchange) {
        var id = exchange.request().getParam("id");
        readings.withLimits(exchange, known -> {
            if (id == null || id.isEmpty()) {
                known.fail(ApiError.invalid("Missing required parameter: 'id'.", "id", "missing_required_parameter"));
            } else if (!GenerationId.wellFormed(id)) {
                known.fail(noGeneration());
            } else {
                var path = "/internal/generations/" + id + "?account_id="
                        + encoded(known.caller().accountId());
                readings.reply(known, calls.get(billing, path), answer -> generation(known.caller(), answer));
            }
        });
    }

    private static Buffer credits(ServiceAnswer answer) {
        var row = read(answer, CreditsRow.class);
        // An account that billing has never heard of has neither paid nor used anything.
        var credits = row == null ? CreditsRow.NONE : row;
        return Json.data(json -> {
            roubles(json, "total_credits", credits.toppedUpMicros());
            roubles(json, "total_usage", credits.spentMicros());
            roubles(json, "balance", credits.balanceMicros());
            roubles(json, "promotional", credits.promotionalMicros());
            roubles(json, "held", credits.heldMicros());
            json.writeStringField("currency", "RUB");
        });
    }

    private static Buffer key(KeyIdentity key, ServiceAnswer answer) {
        var row = read(answer, SpendRow.class);
        var spend = row == null ? SpendRow.NONE : row;
        return Json.data(json -> {
            json.writeStringField("label", key.label());
            json.writeStringField("name", key.name());
            json.writeStringField("tier", key.tier());
            roubles(json, "usage", spend.spentMicros());
            json.writeNumberField("generations", spend.generations());
            limit(json, key.spendingCap(), spend);
            json.writeObjectFieldStart("rate_limit");
            json.writeNumberField("requests", key.limits().requestsPerMinute());
            json.writeStringField("interval", "60s");
            json.writeEndObject();
            json.writeNumberField("concurrency", key.limits().concurrency());
            json.writeArrayFieldStart("scopes");
            for (var scope : new TreeSet<>(key.access().scopes())) {
                json.writeString(scope.wireName());
            }
            json.writeEndArray();
            json.writeStringField("created_at", key.createdAt().toString());
            json.writeStringField(
                    "expires_at",
                    key.expiresAt() == null ? null : key.expiresAt().toString());
        });
    }

    /** The cap that is reached first in time, and what is left of it, which billing tells of a lifetime's alone. */
    private static void limit(JsonGenerator json, SpendingCap cap, SpendRow spend) throws IOException {
        var daily = cap.dayMicros();
        var monthly = cap.monthMicros();
        var lifetime = cap.lifetimeMicros();
        var micros = daily != null ? daily : monthly != null ? monthly : lifetime;
        if (micros == null) {
            json.writeNullField("limit");
        } else {
            roubles(json, "limit", micros);
        }
        if (lifetime == null || daily != null || monthly != null) {
            json.writeNullField("limit_remaining");
        } else {
            roubles(json, "limit_remaining", Math.max(0, lifetime - spend.spentMicros()));
        }
        json.writeStringField("limit_reset", daily != null ? "daily" : monthly != null ? "monthly" : null);
    }

    private static Buffer generation(KeyIdentity caller, ServiceAnswer answer) {
        var event = read(answer, UsageEvent.class);
        if (event == null || !event.accountId().equals(caller.accountId())) {
            throw new ReadingRefusedException(noGeneration());
        }
        return Json.data(json -> generation(json, event));
    }

    private static void generation(JsonGenerator json, UsageEvent event) throws IOException {
        json.writeStringField("id", event.generationId());
        json.writeStringField("model", event.model());
        json.writeStringField("requested_model", event.requestedModel());
        json.writeStringField("provider_name", event.provider());
        json.writeStringField(
                "created_at", Instant.ofEpochMilli(event.startedAt()).toString());
        json.writeStringField("endpoint", event.endpoint());
        json.writeBooleanField("streamed", event.streamed());
        json.writeStringField("status", event.outcome().wireName());
        json.writeBooleanField("cancelled", event.outcome() == Outcome.CLIENT_GONE);
        json.writeStringField("finish_reason", event.finishReason());
        json.writeStringField("error_code", event.errorCode());
        json.writeNumberField("tokens_prompt", event.usage().promptTokens());
        json.writeNumberField("tokens_completion", event.usage().completionTokens());
        json.writeNumberField("native_tokens_cached", event.usage().cachedTokens());
        json.writeNumberField("native_tokens_reasoning", event.usage().reasoningTokens());
        json.writeBooleanField("tokens_estimated", event.usage().estimated());
        roubles(json, "usage", event.cost().micros());
        roubles(json, "total_cost", event.cost().micros());
        costDetails(json, event);
        json.writeStringField("currency", "RUB");
        json.writeBooleanField("is_byok", event.byok());
        json.writeNumberField("attempts", event.attempts());
        givenUp(json, event.givenUp());
        // As OpenRouter means them: the wait for the first byte, and all of the time.
        Json.number(json, "latency", event.firstByteMillis());
        json.writeNumberField("generation_time", event.latencyMillis());
        json.writeStringField("key_id", event.keyId());
        json.writeStringField("app", event.app());
        json.writeStringField("end_user", event.endUser());
    }

    private static void givenUp(JsonGenerator json, List<GivenUpAttempt> attempts) throws IOException {
        json.writeArrayFieldStart("given_up");
        for (var attempt : attempts) {
            json.writeStartObject();
            json.writeStringField("model", attempt.model());
            json.writeStringField("provider_name", attempt.provider());
            json.writeStringField("reason", attempt.reason());
            json.writeNumberField("tokens_prompt", attempt.usage().promptTokens());
            json.writeNumberField("tokens_completion", attempt.usage().completionTokens());
            json.writeBooleanField("tokens_estimated", attempt.usage().estimated());
            json.writeBooleanField("is_byok", attempt.byok());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void costDetails(JsonGenerator json, UsageEvent event) throws IOException {
        var details = event.price().detailsOf(event.usage(), event.cost());
        json.writeObjectFieldStart("cost_details");
        roubles(json, "input", details.input().micros());
        roubles(json, "cached_input", details.cachedInput().micros());
        roubles(json, "reasoning", details.reasoning().micros());
        roubles(json, "output", details.output().micros());
        roubles(json, "vat", event.vat().micros());
        json.writeStringField("price_valid_from", event.price().validFrom().toString());
        json.writeEndObject();
    }

    /** Null when billing knows nothing of it. */
    private static <T> @Nullable T read(ServiceAnswer answer, Class<T> type) {
        return switch (answer.status()) {
            case OK -> Json.read(answer.body(), type);
            case NOT_FOUND -> null;
            default ->
                throw new ReadingRefusedException(
                        ApiError.unavailable("This information is not available at the moment. Try again shortly."));
        };
    }

    private static ApiError noGeneration() {
        return ApiError.notFound("There is no such generation. One shows up here a moment after it has ended.");
    }

    private static void roubles(JsonGenerator json, String name, long micros) throws IOException {
        json.writeNumberField(name, plain(new Money(micros).roubles()));
    }

    private static BigDecimal plain(BigDecimal roubles) {
        var stripped = roubles.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
