package ru.xrouter.billing.ledger;

/** What a key has spent today, this month and in all, in micro-roubles; days and months are UTC's. */
public record SpentByKey(
        String accountId, String keyId, String day, long dayMicros, String month, long monthMicros, long micros) {}
