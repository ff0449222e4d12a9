package ru.xrouter.billing.report;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/** The account on whose behalf something is asked; no answer reaches beyond it. */
final class AccountScope {
    private AccountScope() {}

    static String required(@Nullable String accountId) {
        if (accountId == null || accountId.isBlank()) {
            throw new InvalidParameterException(
                    "account_id", "missing_required_parameter", "Missing required parameter: 'account_id'.");
        }
        return accountId;
    }
}
