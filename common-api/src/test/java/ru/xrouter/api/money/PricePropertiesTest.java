package ru.xrouter.api.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import ru.xrouter.api.usage.Usage;

/** What holds for every price and every usage, against arithmetic without any rounding of its own. */
class PricePropertiesTest {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final long DEAREST = 1_000_000_000_000L;

    @Property
    void costIsTheExactSumRoundedUpOnce(@ForAll("prices") Price price, @ForAll("usages") Usage usage) {
        var exact = product(usage.promptTokens() - usage.cachedTokens(), price.promptPerMillion())
                .add(product(usage.cachedTokens(), price.cachedPerMillion()))
                .add(product(usage.completionTokens(), price.completionPerMillion()))
                .divide(MILLION, 6, RoundingMode.UNNECESSARY);

        assertThat(price.costOf(usage).micros())
                .isEqualTo(exact.setScale(0, RoundingMode.CEILING).longValueExact());
    }

    @Property
    void partsMakeUpTheWholeHoweverItIsBounded(
            @ForAll("prices") Price price,
            @ForAll("usages") Usage usage,
            @ForAll @LongRange(max = 10_000_000_000L) long bound) {
        var most = new Money(bound);
        var cost = price.costOf(usage);

        var details = price.detailsOf(usage, most);

        assertThat(details.total()).isEqualTo(cost.compareTo(most) > 0 ? most : cost);
        assertThat(details.input().isNegative()).isFalse();
        assertThat(details.cachedInput().isNegative()).isFalse();
        assertThat(details.reasoning().isNegative()).isFalse();
        assertThat(details.output().isNegative()).isFalse();
    }

    @Property
    void everyPartIsWithinAMicroRoubleOfItsExactPrice(@ForAll("prices") Price price, @ForAll("usages") Usage usage) {
        var details = price.detailsOf(usage, new Money(Long.MAX_VALUE));

        near(details.input(), product(usage.promptTokens() - usage.cachedTokens(), price.promptPerMillion()));
        near(details.cachedInput(), product(usage.cachedTokens(), price.cachedPerMillion()));
        near(details.reasoning(), product(usage.reasoningTokens(), price.completionPerMillion()));
        near(
                details.output(),
                product(usage.completionTokens() - usage.reasoningTokens(), price.completionPerMillion()));
    }

    @Property
    void moreTokensNeverCostLess(
            @ForAll("prices") Price price, @ForAll("usages") Usage usage, @ForAll("usages") Usage more) {
        assertThat(price.costOf(usage.plus(more))).isGreaterThanOrEqualTo(price.costOf(usage));
    }

    @Property
    void splittingAGenerationNeverMakesItCheaper(
            @ForAll("prices") Price price, @ForAll("usages") Usage one, @ForAll("usages") Usage other) {
        var together = price.costOf(one.plus(other)).micros();
        var apart = price.costOf(one).plus(price.costOf(other)).micros();

        assertThat(apart - together).isBetween(0L, 1L);
    }

    @Property
    void markupIsNeverLostAndNeverMoreThanAMicroRoubleTooMuch(
            @ForAll @LongRange(max = DEAREST) long amount, @ForAll @IntRange(max = 100_000) int hundredths) {
        var exact = BigDecimal.valueOf(amount)
                .multiply(BigDecimal.valueOf(10_000L + hundredths))
                .movePointLeft(4);

        var dearer = BigDecimal.valueOf(new Percent(hundredths).addedTo(amount));

        assertThat(dearer.subtract(exact)).isBetween(BigDecimal.ZERO, new BigDecimal("0.9999"));
    }

    @Property
    void taxIsTheNearestMicroRoubleOfItsShare(
            @ForAll @LongRange(max = DEAREST) long gross, @ForAll @IntRange(max = 10_000) int hundredths) {
        var exact = BigDecimal.valueOf(gross)
                .multiply(BigDecimal.valueOf(hundredths))
                .divide(BigDecimal.valueOf(10_000L + hundredths), 0, RoundingMode.HALF_UP);

        var tax = new Percent(hundredths).partOf(new Money(gross));

        assertThat(tax.micros()).isEqualTo(exact.longValueExact());
        assertThat(tax.micros()).isBetween(0L, gross);
    }

    @Provide
    Arbitrary<Price> prices() {
        var part = Arbitraries.longs().between(0, 10_000_000_000L);
        return Combinators.combine(part, part, part)
                .as((prompt, cached, completion) -> new Price(prompt, cached, completion, LocalDate.EPOCH));
    }

    @Provide
    Arbitrary<Usage> usages() {
        var tokens = Arbitraries.integers().between(0, 1_000_000);
        return Combinators.combine(tokens, tokens, tokens, tokens)
                .as((prompt, completion, cached, reasoning) -> new Usage(
                        prompt, completion, Math.min(prompt, cached), Math.min(completion, reasoning), false));
    }

    private static BigDecimal product(int tokens, long perMillion) {
        return BigDecimal.valueOf(tokens).multiply(BigDecimal.valueOf(perMillion));
    }

    private static void near(Money part, BigDecimal exactMillions) {
        var difference = BigDecimal.valueOf(part.micros()).multiply(MILLION).subtract(exactMillions);
        assertThat(difference.abs()).isLessThan(MILLION);
    }
}
