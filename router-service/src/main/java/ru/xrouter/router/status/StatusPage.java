package ru.xrouter.router.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import ru.xrouter.router.catalogue.Candidate;
import ru.xrouter.router.catalogue.Catalogue;
import ru.xrouter.router.health.Figures;
import ru.xrouter.router.health.Health;
import ru.xrouter.router.health.Served;

/**
 * The answer of {@code GET /v1/providers/status}: rates and times, and never how much anybody calls. Pure.
 *
 * @param unreachable adapters that the last call did not reach, by name
 */
record StatusPage(Catalogue catalogue, Health health, Predicate<String> unreachable, Duration window, Instant now) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int RATE_DIGITS = 3;
    private static final int SPEED_DIGITS = 1;

    byte[] bytes() {
        var out = new ByteArrayOutputStream(1024);
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeNumberField("window_seconds", window.toSeconds());
            json.writeStringField(
                    "updated_at", now.truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeArrayFieldStart("data");
            for (var provider : providers().entrySet()) {
                provider(json, provider.getKey(), provider.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Every provider of the catalogue, with the ids of the models that it serves. */
    private Map<Provider, List<String>> providers() {
        var providers = new LinkedHashMap<Provider, List<String>>();
        catalogue
                .models()
                .forEach(model -> model.candidates().forEach(candidate -> {
                    var models = providers.computeIfAbsent(Provider.of(candidate), _ -> new ArrayList<>());
                    if (!models.contains(model.id())) {
                        models.add(model.id());
                    }
                }));
        return providers;
    }

    private void provider(JsonGenerator json, Provider provider, List<String> models) throws IOException {
        var isAway = unreachable.test(provider.id);
        json.writeStartObject();
        json.writeStringField("id", provider.id);
        json.writeStringField("name", provider.name);
        figures(json, health.ofProvider(provider.name), isAway);
        json.writeArrayFieldStart("models");
        for (var model : models) {
            json.writeStartObject();
            json.writeStringField("id", model);
            figures(json, health.of(new Served(model, provider.name)), isAway);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void figures(JsonGenerator json, Figures figures, boolean isAway) throws IOException {
        json.writeStringField("status", ProviderState.of(figures, isAway).wireName());
        if (figures.attempts() == 0) {
            json.writeNullField("error_rate");
        } else {
            json.writeNumberField("error_rate", rounded(figures.errorRate(), RATE_DIGITS));
        }
        latency(json, "time_to_first_token_ms", figures.firstToken());
        latency(json, "latency_ms", figures.whole());
        if (figures.throughput().isKnown()) {
            json.writeNumberField(
                    "tokens_per_second", rounded(figures.throughput().tokensPerSecond(), SPEED_DIGITS));
        } else {
            json.writeNullField("tokens_per_second");
        }
    }

    private static void latency(JsonGenerator json, String name, Figures.Latency latency) throws IOException {
        if (!latency.isKnown()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("p50", latency.p50());
        json.writeNumberField("p95", latency.p95());
        json.writeNumberField("p99", latency.p99());
        json.writeEndObject();
    }

    private static BigDecimal rounded(double number, int digits) {
        return BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP);
    }

    /** @param id what callers write in {@code provider.order} */
    private record Provider(String id, String name) {
        static Provider of(Candidate candidate) {
            return new Provider(candidate.adapter(), candidate.provider());
        }
    }
}
