package ru.xrouter.api.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that the gateway took from the limits of a key, of its account and of the models that may answer, before it was
 * known how many there would be. Value of the header {@link ru.xrouter.api.http.Headers#TOKEN_RESERVATION},
 * but for the moment, which has a header of its own.
 *
 * @param takenAt when, by Redis' clock in microseconds since the epoch; 0 when Redis was not asked: then nothing of it can be
 *     given back
 * @param account null when nothing limits the account as a whole
 * @param models those whose tokens are limited
 */
public record TokenReservation(
        long tokens, long takenAt, Limits key, @Nullable Limits account, List<OfModel> models) {
    private static final int ACCOUNT = 2;

    public TokenReservation {
        models = List.copyOf(models);
    }

    /** Tokens per minute and per day; 0 means no such limit. */
    public record Limits(int perMinute, int perDay) {
        private static Limits parse(String text) {
            var comma = text.indexOf(',');
            return new Limits(
                    Integer.parseInt(text, 0, comma, 10), Integer.parseInt(text, comma + 1, text.length(), 10));
        }

        private String text() {
            return perMinute + "," + perDay;
        }
    }

    /** What an account may ask of one model. */
    public record OfModel(String model, Limits limits) {}

    /** The same tokens, taken at a moment by Redis' clock. */
    public TokenReservation takenAt(long micros) {
        return new TokenReservation(tokens, micros, key, account, models);
    }

    /** {@code tokens;perMinute,perDay[;perMinute,perDay][;model=perMinute,perDay]…}. */
    public String header() {
        var text = new StringBuilder().append(tokens).append(';').append(key.text());
        if (account != null) {
            text.append(';').append(account.text());
        }
        models.forEach(of -> text.append(';').append(of.model).append('=').append(of.limits.text()));
        return text.toString();
    }

    /**
     * Reads what {@link #header} wrote; null when there is none.
     *
     * @param takenAt text of the moment; null when nobody told
     */
    public static @Nullable TokenReservation parse(@Nullable String header, @Nullable String takenAt) {
        if (header == null) {
            return null;
        }
        var parts = header.split(";", -1);
        if (parts.length < ACCOUNT) {
            throw new IllegalArgumentException("This is no token reservation.");
        }
        Limits account = null;
        var models = new ArrayList<OfModel>();
        for (int i = ACCOUNT; i < parts.length; i++) {
            var equals = parts[i].indexOf('=');
            if (equals > 0) {
                models.add(new OfModel(parts[i].substring(0, equals), Limits.parse(parts[i].substring(equals + 1))));
            } else if (i == ACCOUNT) {
                account = Limits.parse(parts[i]);
            } else {
                throw new IllegalArgumentException("This is no token reservation.");
            }
        }
        return new TokenReservation(
                Long.parseLong(parts[0]),
                takenAt == null ? 0 : Long.parseLong(takenAt),
                Limits.parse(parts[1]),
                account,
                models);
    }
}
