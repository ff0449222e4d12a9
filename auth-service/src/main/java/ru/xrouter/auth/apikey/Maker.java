package ru.xrouter.auth.apikey;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.service.error.ApiErrorException;

/** Who makes or changes a key, from where, and how far that goes. */
sealed interface Maker {
    /** Operators may do everything. */
    record Operator(String address) implements Maker {}

    /** Another key, or an app's token, of the same account: it makes no key that makes keys, and chooses no tier. */
    record Program(String keyId, String address) implements Maker {}

    /** A person of the account, or an app that they allow; as far as their role goes. */
    record Person(String userId, String address) implements Maker {}

    /** The service itself, on account of what was sent from there. */
    record Nobody(String address) implements Maker {}

    String address();

    /** The person in the audit log. */
    default @Nullable String userId() {
        return this instanceof Person person ? person.userId : null;
    }

    /** In the audit log, through what it was done. */
    default @Nullable String via() {
        return switch (this) {
            case Operator _ -> AuditLog.OPERATOR;
            case Program program -> program.keyId();
            case Person _, Nobody _ -> null;
        };
    }

    /** What is remembered as the key's maker. */
    default @Nullable String id() {
        return switch (this) {
            case Operator _, Nobody _ -> null;
            case Program program -> program.keyId();
            case Person person -> person.userId();
        };
    }

    /** Ends the call with 403 when the maker may not give a key these terms. */
    default void check(KeyTerms terms) {
        checkScopes(terms);
        if (terms.tier() != null) {
            checkTier();
        }
    }

    default void checkScopes(KeyTerms terms) {
        if (this instanceof Program && terms.managesKeys()) {
            throw new ApiErrorException(ApiError.forbidden(
                    "Keys with the scope 'keys:manage' are made, changed and rotated by people alone.",
                    "keys_manage_for_people"));
        }
    }

    /** Only operators grant a key more than its account may ask for. */
    default void checkLimits(KeyTerms terms, KeyLimits account) {
        if (!(this instanceof Operator)) {
            within("requests_per_minute", terms.requestsPerMinute(), account.requestsPerMinute());
            within("requests_per_day", terms.requestsPerDay(), account.requestsPerDay());
            within("tokens_per_minute", terms.tokensPerMinute(), account.tokensPerMinute());
            within("tokens_per_day", terms.tokensPerDay(), account.tokensPerDay());
            within("concurrency", terms.concurrency(), account.concurrency());
        }
    }

    private static void within(String param, @Nullable Integer limit, @Nullable Integer most) {
        if (limit != null && most != null && limit > most) {
            throw new ApiErrorException(ApiError.invalid(
                    "'%s' may be at most %d, which is the account's.".formatted(param, most), param, "invalid_value"));
        }
    }

    default void checkTier() {
        if (!(this instanceof Operator)) {
            throw new ApiErrorException(
                    ApiError.invalid("The tier is the account's; leave 'tier' out.", "tier", "unsupported_parameter"));
        }
    }
}
