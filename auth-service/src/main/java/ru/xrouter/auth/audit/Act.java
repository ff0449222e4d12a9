package ru.xrouter.auth.audit;

import org.jspecify.annotations.Nullable;

/** An act as it was written down; fired in the transaction of the act. */
public record Act(
        ActKind kind,
        @Nullable String accountId,
        @Nullable String userId,
        @Nullable String via,
        @Nullable String subject,
        String address) {}
