package ru.xrouter.auth.apikey;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key in a list for people; times are days in UTC.
 *
 * @param state one of "active", "disabled" and "expired"
 * @param lastUsed empty when it never was
 * @param expires empty when it does not
 */
public record KeyRow(
        String keyId,
        String name,
        String label,
        String state,
        List<String> scopes,
        String created,
        String lastUsed,
        String expires) {
    static KeyRow of(KeyDescription key, Instant now) {
        var terms = key.terms();
        return new KeyRow(
                key.keyId(),
                Objects.requireNonNull(terms.name()),
                key.label(),
                state(terms, now),
                Objects.requireNonNullElse(terms.scopes(), List.of()),
                day(key.createdAt()),
                day(key.lastUsedAt()),
                day(terms.expiresAt() == null ? null : terms.expiresAt().minusNanos(1)));
    }

    private static String state(KeyTerms terms, Instant now) {
        if (terms.expiresAt() != null && !now.isBefore(terms.expiresAt())) {
            return "expired";
        }
        return Boolean.TRUE.equals(terms.disabled()) ? "disabled" : "active";
    }

    private static String day(@Nullable Instant time) {
        return time == null ? "" : time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
