package ru.xrouter.auth.apikey;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Network;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.chat.InvalidParameterException;

/** Checks {@link KeyTerms}: throws an {@link InvalidParameterException} that names the first parameter at fault. */
final class KeyTermsCheck {
    private static final int LONGEST_NAME = 200;
    private static final int HIGHEST_LIMIT = 1_000_000;
    private static final int HIGHEST_TOKENS = 1_000_000_000;
    private static final int LONGEST_LIST = 50;
    private static final BigDecimal HIGHEST_CAP = new BigDecimal("1000000000");
    private static final int MICROS = 6;
    /** The end of the last day that has a date of four digits. */
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,255}");
    private static final Set<String> RESETS = Set.of("daily", "monthly");

    private KeyTermsCheck() {}

    static KeyTerms check(KeyTerms terms, Instant now) {
        name(terms.name());
        list("scopes", terms.scopes(), KeyTermsCheck::scope);
        if (terms.scopes() != null && terms.scopes().isEmpty()) {
            throw invalid("scopes", "'scopes' must not be empty.");
        }
        list("models", terms.models(), model -> MODEL.matcher(model).matches());
        list("addresses", terms.addresses(), KeyTermsCheck::network);
        count("requests_per_minute", terms.requestsPerMinute(), HIGHEST_LIMIT);
        count("requests_per_day", terms.requestsPerDay(), HIGHEST_TOKENS);
        count("tokens_per_minute", terms.tokensPerMinute(), HIGHEST_TOKENS);
        count("tokens_per_day", terms.tokensPerDay(), HIGHEST_TOKENS);
        count("concurrency", terms.concurrency(), HIGHEST_LIMIT);
        cap(terms.limit(), terms.limitReset());
        if (terms.expiresAt() != null && !terms.expiresAt().isAfter(now)) {
            throw invalid("expires_at", "'expires_at' must be in the future.");
        }
        if (terms.expiresAt() != null && terms.expiresAt().isAfter(LATEST)) {
            throw invalid("expires_at", "'expires_at' must be before the year 10000.");
        }
        if (terms.managesKeys() && terms.restricted()) {
            throw invalid(
                    "scopes",
                    "A key that manages keys could undo its own restrictions: 'keys:manage' does not go with 'limit', 'models' or 'addresses'.");
        }
        return terms;
    }

    private static void name(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw new InvalidParameterException(
                    "name", "missing_required_parameter", "Missing required parameter: 'name'.");
        }
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw invalid("name", "'name' must be one line of at most %d characters.".formatted(LONGEST_NAME));
        }
    }

    private static void list(String param, @Nullable List<String> values, java.util.function.Predicate<String> good) {
        if (values == null) {
            return;
        }
        if (values.size() > LONGEST_LIST) {
            throw invalid(param, "'%s' must have at most %d elements.".formatted(param, LONGEST_LIST));
        }
        for (int i = 0; i < values.size(); i++) {
            if (Objects.isNull(values.get(i)) || !good.test(values.get(i))) {
                throw invalid(param + "[" + i + "]", expected(param));
            }
        }
    }

    private static String expected(String param) {
        return switch (param) {
            case "scopes" -> "A scope is one of 'inference', 'usage:read' and 'keys:manage'.";
            case "models" -> "A model is named by its id or alias, as GET /v1/models lists them.";
            default -> "An address is an IP address or a network in CIDR notation, such as '10.0.0.0/8'.";
        };
    }

    private static boolean scope(String name) {
        return Scope.named(name).isPresent();
    }

    private static boolean network(String text) {
        try {
            Network.parse(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void count(String param, @Nullable Integer limit, int highest) {
        if (limit != null && (limit < 1 || limit > highest)) {
            throw invalid(param, "'%s' must be between 1 and %d.".formatted(param, highest));
        }
    }

    private static void cap(@Nullable BigDecimal limit, @Nullable String reset) {
        if (limit != null
                && (limit.signum() < 0
                        || limit.compareTo(HIGHEST_CAP) > 0
                        || limit.setScale(MICROS, RoundingMode.DOWN).compareTo(limit) != 0)) {
            throw invalid(
                    "limit", "'limit' must be an amount of roubles between 0 and 1000000000, with at most 6 decimals.");
        }
        if (reset != null && !RESETS.contains(reset)) {
            throw invalid("limit_reset", "'limit_reset' must be 'daily', 'monthly' or null.");
        }
        if (reset != null && limit == null) {
            throw invalid("limit_reset", "'limit_reset' needs a 'limit'.");
        }
    }

    private static InvalidParameterException invalid(String param, String message) {
        return new InvalidParameterException(param, "invalid_value", message);
    }
}
