package ru.xrouter.provider;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a provider's {@code retry-after}: seconds, also broken ones. A date or nonsense counts as none. */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,9})?");
    private static final double MILLIS = 1000;

    private RetryAfter() {}

    public static @Nullable Duration parse(@Nullable String value) {
        if (value == null || !SECONDS.matcher(value.strip()).matches()) {
            return null;
        }
        return Duration.ofMillis((long) Math.ceil(Double.parseDouble(value.strip()) * MILLIS));
    }
}
