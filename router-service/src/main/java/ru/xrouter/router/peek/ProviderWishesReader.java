package ru.xrouter.router.peek;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/** Reads the {@code provider} object. A wish that we cannot fulfil is refused by name, never passed over. */
final class ProviderWishesReader {
    private static final int MOST_NAMES = 16;
    /** Sooner than any model begins, every request would be served twice. */
    private static final int SOONEST_HEDGE = 100;

    private static final int LATEST_HEDGE = 60_000;

    private final JsonParser json;
    private final Fields fields;
    private List<String> order = List.of();
    private List<String> only = List.of();
    private List<String> ignore = List.of();
    private boolean allowFallbacks = true;
    private boolean requireParameters;
    private ProviderWishes.@Nullable Sort sort;
    private @Nullable Long maxPromptPrice;
    private @Nullable Long maxCompletionPrice;
    private @Nullable Integer hedgeAfterMillis;

    ProviderWishesReader(JsonParser json, Fields fields) {
        this.json = json;
        this.fields = fields;
    }

    ProviderWishes read() throws IOException {
        eachField("provider", this::wish);
        return new ProviderWishes(
                order,
                only,
                ignore,
                allowFallbacks,
                requireParameters,
                sort,
                maxPromptPrice,
                maxCompletionPrice,
                hedgeAfterMillis);
    }

    private void wish(String path, String name) throws IOException {
        switch (name) {
            case "order" -> order = fields.texts(path, MOST_NAMES);
            case "only" -> only = fields.texts(path, MOST_NAMES);
            case "ignore" -> ignore = fields.texts(path, MOST_NAMES);
            case "allow_fallbacks" -> allowFallbacks = fields.flag(path);
            case "require_parameters" -> requireParameters = fields.flag(path);
            case "sort" -> sort = sort(path);
            case "max_price" -> eachField(path, this::maxPrice);
            case "hedge_after_ms" -> hedgeAfterMillis = fields.integer(path, SOONEST_HEDGE, LATEST_HEDGE);
            default -> throw unsupported(path);
        }
    }

    private ProviderWishes.Sort sort(String path) throws IOException {
        return switch (fields.text(path)) {
            case "price" -> ProviderWishes.Sort.PRICE;
            case "throughput" -> ProviderWishes.Sort.THROUGHPUT;
            case "latency" -> ProviderWishes.Sort.LATENCY;
            default ->
                throw new InvalidParameterException(
                        path, "unsupported_value", "'%s' can be price, throughput or latency.".formatted(path));
        };
    }

    private void maxPrice(String path, String name) throws IOException {
        switch (name) {
            case "prompt" -> maxPromptPrice = fields.price(path);
            case "completion" -> maxCompletionPrice = fields.price(path);
            default -> throw unsupported(path);
        }
    }

    private void eachField(String path, Field field) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw Fields.type(path, "an object");
        }
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                field.read(path + "." + name, name);
            }
        }
    }

    private static InvalidParameterException unsupported(String path) {
        return new InvalidParameterException(path, "unsupported_parameter", "'%s' is not supported.".formatted(path));
    }

    /** Reads one field's value. */
    private interface Field {
        void read(String path, String name) throws IOException;
    }
}
