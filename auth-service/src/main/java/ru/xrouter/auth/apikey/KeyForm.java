package ru.xrouter.auth.apikey;

import jakarta.ws.rs.core.MultivaluedMap;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.chat.InvalidParameterException;

/** A key's terms as the person typed them, so that a form with a fault can be shown again as it was. */
public record KeyForm(
        String name,
        List<String> scopes,
        String models,
        String addresses,
        String requestsPerMinute,
        String requestsPerDay,
        String tokensPerMinute,
        String tokensPerDay,
        String concurrency,
        String limit,
        String limitReset,
        String expires) {
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,6})?");
    private static final Pattern BETWEEN_ITEMS = Pattern.compile("[\\s,;]+");

    static KeyForm empty() {
        return new KeyForm("", KeyTerms.DEFAULT_SCOPES, "", "", "", "", "", "", "", "", "monthly", "");
    }

    static KeyForm sent(MultivaluedMap<String, String> form) {
        return new KeyForm(
                text(form, "name"),
                Objects.requireNonNullElse(form.get("scopes"), List.of()),
                text(form, "models"),
                text(form, "addresses"),
                text(form, "requests_per_minute"),
                text(form, "requests_per_day"),
                text(form, "tokens_per_minute"),
                text(form, "tokens_per_day"),
                text(form, "concurrency"),
                text(form, "limit"),
                text(form, "limit_reset"),
                text(form, "expires_at"));
    }

    static KeyForm of(KeyTerms terms) {
        return new KeyForm(
                text(terms.name()),
                Objects.requireNonNullElse(terms.scopes(), List.of()),
                lines(terms.models()),
                lines(terms.addresses()),
                text(terms.requestsPerMinute()),
                text(terms.requestsPerDay()),
                text(terms.tokensPerMinute()),
                text(terms.tokensPerDay()),
                text(terms.concurrency()),
                terms.limit() == null ? "" : terms.limit().toPlainString(),
                terms.limitReset() == null ? "" : terms.limitReset(),
                day(terms.expiresAt()));
    }

    public boolean inference() {
        return scopes.contains(Scope.INFERENCE.wireName());
    }

    public boolean usage() {
        return scopes.contains(Scope.USAGE_READ.wireName());
    }

    public boolean keys() {
        return scopes.contains(Scope.KEYS_MANAGE.wireName());
    }

    /** The terms of a new key. An {@link InvalidParameterException} names the field that cannot be read. */
    KeyTerms terms() {
        return terms(false, null, null);
    }

    /** The terms of a key that had others; what the form does not show stays. */
    KeyTerms terms(KeyTerms before) {
        return terms(before.disabled(), before.tier(), before.expiresAt());
    }

    private KeyTerms terms(@Nullable Boolean disabled, @Nullable String tier, @Nullable Instant expiredBefore) {
        return new KeyTerms(
                name,
                disabled,
                scopes,
                items(models),
                items(addresses),
                count("requests_per_minute", requestsPerMinute),
                count("requests_per_day", requestsPerDay),
                count("tokens_per_minute", tokensPerMinute),
                count("tokens_per_day", tokensPerDay),
                count("concurrency", concurrency),
                amount(),
                limit.isEmpty() || limitReset.isEmpty() ? null : limitReset,
                // A time of day that was set by API is not lost when the day stays.
                expires.equals(day(expiredBefore)) ? expiredBefore : expiry(),
                tier);
    }

    private @Nullable BigDecimal amount() {
        var plain = limit.replace(',', '.').replace(" ", "");
        if (plain.isEmpty()) {
            return null;
        }
        if (!AMOUNT.matcher(plain).matches()) {
            throw unreadable("limit");
        }
        return new BigDecimal(plain);
    }

    /** The end of the day, in UTC. */
    private @Nullable Instant expiry() {
        try {
            return expires.isEmpty()
                    ? null
                    : LocalDate.parse(expires)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException _) {
            throw unreadable("expires_at");
        }
    }

    private static @Nullable Integer count(String name, String text) {
        try {
            return text.isEmpty() ? null : Integer.valueOf(text);
        } catch (NumberFormatException _) {
            throw unreadable(name);
        }
    }

    private static List<String> items(String text) {
        return BETWEEN_ITEMS.splitAsStream(text).filter(item -> !item.isEmpty()).toList();
    }

    private static String lines(@Nullable List<String> items) {
        return String.join("\n", Objects.requireNonNullElse(items, List.of()));
    }

    private static String day(@Nullable Instant time) {
        // A nanosecond before, so that the end of a day is that day.
        return time == null
                ? ""
                : time.minusNanos(1).atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String text(MultivaluedMap<String, String> form, String name) {
        return Stream.ofNullable(form.getFirst(name))
                .map(String::strip)
                .findFirst()
                .orElse("");
    }

    private static InvalidParameterException unreadable(String param) {
        return new InvalidParameterException(param, "invalid_value", "'%s' cannot be read.".formatted(param));
    }
}
