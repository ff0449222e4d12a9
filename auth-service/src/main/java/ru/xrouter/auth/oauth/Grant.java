package ru.xrouter.auth.oauth;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person allowed an app.
 *
 * @param capPeriod {@code day}, {@code month} or {@code lifetime}; null without a cap
 */
record Grant(
        String grantId,
        String clientId,
        String clientName,
        String userId,
        String accountId,
        Set<String> scopes,
        @Nullable Long capMicros,
        @Nullable String capPeriod,
        Instant createdAt) {}
