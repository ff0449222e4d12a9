package ru.xrouter.api.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/** An exact amount of money in micro-roubles (1 rouble = 1,000,000). May be negative; never overflows silently. */
public record Money(long micros) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    private static final int SCALE = 6;

    @JsonCreator
    public Money {}

    /** Reads an amount in roubles; more than six decimals is an {@link ArithmeticException}, never a rounding. */
    public static Money ofRoubles(BigDecimal roubles) {
        return new Money(roubles.movePointRight(SCALE).longValueExact());
    }

    @JsonValue
    @Override
    public long micros() {
        return micros;
    }

    public BigDecimal roubles() {
        return BigDecimal.valueOf(micros, SCALE);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(micros, other.micros));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(micros, other.micros));
    }

    public boolean isNegative() {
        return micros < 0;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(micros, other.micros);
    }

    /** Roubles with all six decimals, for people: {@code 12.345678 RUB}. */
    @Override
    public String toString() {
        return roubles().toPlainString() + " RUB";
    }
}
