package ru.xrouter.service.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The W3C Trace Context header {@code traceparent}, version 00. */
public final class Traceparent {
    private static final Pattern VALID = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final HexFormat HEX = HexFormat.of();

    private Traceparent() {}

    /** The caller's trace when it sent a valid one, else a new one that is not sampled. */
    public static String continueOrStart(@Nullable String header) {
        var valid = valid(header);
        return valid == null ? start() : valid;
    }

    static @Nullable String valid(@Nullable String header) {
        return header != null && VALID.matcher(header).matches() ? header : null;
    }

    private static String start() {
        var random = ThreadLocalRandom.current();
        // The lowest bit is set because an id of all zeros is not valid.
        return "00-" + HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1) + "-"
                + HEX.toHexDigits(random.nextLong() | 1) + "-00";
    }
}
