package ru.xrouter.service.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The W3C Trace Context header {@code traceparent}, version 00. */
public final class Traceparent {
    private static final int LENGTH = 55;
    private static final int TRACE = 3;
    private static final int PARENT = 36;
    private static final int FLAGS = 53;
    private static final HexFormat HEX = HexFormat.of();

    private Traceparent() {}

    /** The caller's trace when it sent a valid one, else a new one that is not sampled. */
    public static String continueOrStart(@Nullable String header) {
        var valid = valid(header);
        return valid == null ? start() : valid;
    }

    static @Nullable String valid(@Nullable String header) {
        return header != null
                        && header.length() == LENGTH
                        && header.startsWith("00-")
                        && id(header, TRACE, PARENT - 1)
                        && id(header, PARENT, FLAGS - 1)
                        && hex(header, FLAGS, LENGTH)
                ? header
                : null;
    }

    /** Hexadecimal digits, not all zeros, and a dash behind them. */
    private static boolean id(String header, int from, int to) {
        var zeros = from;
        while (zeros < to && header.charAt(zeros) == '0') {
            zeros++;
        }
        return zeros < to && hex(header, zeros, to) && header.charAt(to) == '-';
    }

    /** Lower case, as the standard has it. */
    private static boolean hex(String header, int from, int to) {
        for (var i = from; i < to; i++) {
            var c = header.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static String start() {
        var random = ThreadLocalRandom.current();
        // The lowest bit is set because an id of all zeros is not valid.
        return "00-" + HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1) + "-"
                + HEX.toHexDigits(random.nextLong() | 1) + "-00";
    }
}
