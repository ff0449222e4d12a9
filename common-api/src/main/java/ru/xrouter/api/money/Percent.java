package ru.xrouter.api.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.math.BigDecimal;

/** A share in hundredths of a per cent: 22 % is 2200. Never negative. */
public record Percent(int hundredths) {
    public static final Percent ZERO = new Percent(0);

    private static final int WHOLE = 10_000;
    private static final int SCALE = 2;
    private static final BigDecimal MOST = BigDecimal.valueOf(100_000);

    public Percent {
        if (hundredths < 0) {
            throw new IllegalArgumentException("A percentage is never negative.");
        }
    }

    /** Reads {@code "22"} or {@code "7.5"}: at most two decimals, at most 100,000. */
    @JsonCreator
    public static Percent of(String text) {
        try {
            var percent = new BigDecimal(text);
            if (percent.signum() >= 0 && percent.compareTo(MOST) <= 0) {
                return new Percent(percent.movePointRight(SCALE).intValueExact());
            }
        } catch (NumberFormatException | ArithmeticException _) {
            // Refused below.
        }
        throw new IllegalArgumentException("'%s' is no percentage with at most two decimals.".formatted(text));
    }

    /** As {@link #of} reads it, without needless zeros: {@code 5}, {@code 7.5}. */
    public String text() {
        return BigDecimal.valueOf(hundredths, SCALE).stripTrailingZeros().toPlainString();
    }

    /** An amount with this share on top, rounded up. */
    public long addedTo(long amount) {
        return Math.ceilDiv(Math.multiplyExact(amount, (long) WHOLE + hundredths), (long) WHOLE);
    }

    /** This share of an amount, rounded up. */
    public long shareOf(long amount) {
        return Math.ceilDiv(Math.multiplyExact(amount, (long) hundredths), (long) WHOLE);
    }

    /** The part of an amount that was added to it at this rate, as VAT is part of a price; rounded half up. */
    public Money partOf(Money gross) {
        var all = WHOLE + (long) hundredths;
        var doubled = Math.addExact(Math.multiplyExact(gross.micros(), 2L * hundredths), all);
        return new Money(Math.floorDiv(doubled, 2 * all));
    }
}
