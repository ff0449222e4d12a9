package ru.xrouter.api.access;

import org.jspecify.annotations.Nullable;

/**
 * Tokens that the gateway took from the limits of a key and of its account before it was known how many there would be.
 * Value of the header {@link ru.xrouter.api.http.Headers#TOKEN_RESERVATION}.
 *
 * @param account null when nothing limits the account as a whole
 */
public record TokenReservation(
        long tokens, Limits key, @Nullable Limits account) {
    /** Tokens per minute and per day; 0 means no such limit. */
    public record Limits(int perMinute, int perDay) {
        static final Limits NONE = new Limits(0, 0);

        static Limits of(KeyLimits limits) {
            return new Limits(orNone(limits.tokensPerMinute()), orNone(limits.tokensPerDay()));
        }

        private static int orNone(@Nullable Integer limit) {
            return limit == null ? 0 : limit;
        }
    }

    /** What is taken for a key; null when no tokens are limited. */
    public static @Nullable TokenReservation of(long tokens, KeyIdentity key) {
        var ofKey = Limits.of(key.limits());
        var shared = key.accountLimits();
        var ofAccount = shared == null ? null : Limits.of(shared);
        return ofKey.equals(Limits.NONE) && (ofAccount == null || ofAccount.equals(Limits.NONE))
                ? null
                : new TokenReservation(tokens, ofKey, ofAccount);
    }

    /** {@code tokens;perMinute,perDay[;perMinute,perDay]}. */
    public String header() {
        var text = tokens + ";" + key.perMinute + "," + key.perDay;
        return account == null ? text : text + ";" + account.perMinute + "," + account.perDay;
    }

    /** Reads what {@link #header} wrote; null when there is none. */
    public static @Nullable TokenReservation parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        var parts = header.split(";", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException("This is no token reservation.");
        }
        return new TokenReservation(
                Long.parseLong(parts[0]), limits(parts[1]), parts.length == 2 ? null : limits(parts[2]));
    }

    private static Limits limits(String text) {
        var comma = text.indexOf(',');
        return new Limits(Integer.parseInt(text, 0, comma, 10), Integer.parseInt(text, comma + 1, text.length(), 10));
    }
}
