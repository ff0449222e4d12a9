package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import ru.xrouter.api.money.Price;

/** A price in roubles per token, as callers see it. */
public final class PerToken {
    private static final int TOKENS_AND_MICROS = 12;

    private PerToken() {}

    /** Writes the member {@code pricing}. */
    public static void write(JsonGenerator json, Price price) throws IOException {
        json.writeObjectFieldStart("pricing");
        json.writeStringField("currency", "RUB");
        json.writeStringField("prompt", roubles(price.promptPerMillion()));
        json.writeStringField("completion", roubles(price.completionPerMillion()));
        json.writeStringField("input_cache_read", roubles(price.cachedPerMillion()));
        json.writeEndObject();
    }

    private static String roubles(long microsPerMillion) {
        var roubles = BigDecimal.valueOf(microsPerMillion, TOKENS_AND_MICROS).stripTrailingZeros();
        return roubles.toPlainString();
    }
}
