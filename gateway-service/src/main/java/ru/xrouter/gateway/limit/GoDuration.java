package ru.xrouter.gateway.limit;

/** Durations as Go prints them, which is how OpenAI's rate-limit headers tell them: {@code 12ms}, {@code 1.5s}, {@code 6m0s}. */
final class GoDuration {
    private static final long MILLIS = 1_000;
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private GoDuration() {}

    /** Rounds up to whole milliseconds. */
    static String format(long micros) {
        var rounded = Math.ceilDiv(Math.max(0, micros), MILLIS) * MILLIS;
        if (rounded == 0) {
            return "0s";
        }
        if (rounded < SECOND) {
            return rounded / MILLIS + "ms";
        }
        var text = new StringBuilder(16);
        if (rounded >= HOUR) {
            text.append(rounded / HOUR).append('h');
        }
        if (rounded >= MINUTE) {
            text.append(rounded % HOUR / MINUTE).append('m');
        }
        seconds(text, rounded % MINUTE);
        return text.append('s').toString();
    }

    private static void seconds(StringBuilder text, long micros) {
        text.append(micros / SECOND);
        var millis = (int) (micros % SECOND / MILLIS);
        if (millis > 0) {
            var digits = Integer.toString(millis + 1000).substring(1);
            text.append('.').append(digits.replaceFirst("0+$", ""));
        }
    }
}
