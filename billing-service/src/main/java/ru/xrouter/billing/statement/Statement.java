package ru.xrouter.billing.statement;

import java.time.YearMonth;
import java.util.List;
import ru.xrouter.api.money.Money;

/**
 * An account's month in UTC: {@code opening} and all movements make up {@code closing}.
 *
 * @param movements what changed the balance, by kind
 * @param usage what was used, by model
 */
record Statement(
        String accountId, YearMonth month, Money opening, List<Movement> movements, Money closing, List<Used> usage) {
    Statement {
        movements = List.copyOf(movements);
        usage = List.copyOf(usage);
    }

    /** Changes of one kind; below zero they took from the balance. */
    record Movement(String kind, long count, long micros) {
        public Money amount() {
            return new Money(micros);
        }
    }

    /** What was used of a model, and its cost with the tax within it. */
    record Used(
            String model, long generations, long promptTokens, long completionTokens, long costMicros, long vatMicros) {
        public Money cost() {
            return new Money(costMicros);
        }

        public Money vat() {
            return new Money(vatMicros);
        }
    }
}
