package ru.xrouter.api.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The most that may be spent with a key, in micro-roubles; null means no such cap. Days and months are those of UTC. Zero
 * lets nothing be spent.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SpendingCap(
        @JsonProperty("day_micros") @Nullable Long dayMicros,
        @JsonProperty("month_micros") @Nullable Long monthMicros,
        @JsonProperty("lifetime_micros") @Nullable Long lifetimeMicros) {
    public static final SpendingCap NONE = new SpendingCap(null, null, null);

    public SpendingCap {
        if (negative(dayMicros) || negative(monthMicros) || negative(lifetimeMicros)) {
            throw new IllegalArgumentException("A spending cap is at least 0.");
        }
    }

    /** Value of the header {@link ru.xrouter.api.http.Headers#SPENDING_CAP}: {@code day=…,month=…,lifetime=…}, only those that are set. */
    public String header() {
        var header = new StringJoiner(",");
        add(header, "day", dayMicros);
        add(header, "month", monthMicros);
        add(header, "lifetime", lifetimeMicros);
        return header.toString();
    }

    /** Reads what {@link #header} wrote; a header that is missing or empty caps nothing. */
    public static SpendingCap parse(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return NONE;
        }
        Long day = null;
        Long month = null;
        Long lifetime = null;
        for (var part : header.split(",", -1)) {
            var value = part.substring(part.indexOf('=') + 1);
            switch (part.substring(0, Math.max(0, part.indexOf('=')))) {
                case "day" -> day = Long.valueOf(value);
                case "month" -> month = Long.valueOf(value);
                case "lifetime" -> lifetime = Long.valueOf(value);
                default -> throw new IllegalArgumentException("This is no spending cap.");
            }
        }
        return new SpendingCap(day, month, lifetime);
    }

    private static void add(StringJoiner header, String name, @Nullable Long micros) {
        if (micros != null) {
            header.add(name + "=" + micros);
        }
    }

    private static boolean negative(@Nullable Long micros) {
        return micros != null && micros < 0;
    }
}
