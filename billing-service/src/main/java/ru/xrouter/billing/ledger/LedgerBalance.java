package ru.xrouter.billing.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a ledger account was given less what was taken from it, in micro-roubles. */
public record LedgerBalance(
        @JsonProperty("account") String ledgerAccount,
        @JsonProperty("balance_micros") long balanceMicros) {}
