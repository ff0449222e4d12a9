package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.gateway.limit.Grant.Verdict;

class LocalLimitTest {
    private static final int MANY = 1_000;

    @Test
    void admitsAMinutesWorthAtOnceAndNoMore() {
        // Given
        var limit = new LocalLimit();
        // When
        var admitted = 0;
        while (limit.take(0, KeyLimits.of(60, MANY), 0).verdict() == Verdict.ADMITTED) {
            admitted++;
        }
        // Then
        assertThat(admitted).isEqualTo(60);
    }

    @Test
    void admitsAClientThatWaitsAsLongAsTold() {
        // Given
        var limit = new LocalLimit();
        for (int i = 0; i < 7; i++) {
            limit.take(123, KeyLimits.of(7, MANY), 0);
        }
        // When
        var refused = limit.take(123, KeyLimits.of(7, MANY), 0);
        // Then
        assertThat(refused.verdict()).isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(refused.retryMicros()).isPositive();
        assertThat(limit.take(123 + refused.retryMicros() - 1, KeyLimits.of(7, MANY), 0)
                        .verdict())
                .isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(limit.take(123 + refused.retryMicros(), KeyLimits.of(7, MANY), 0)
                        .verdict())
                .isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void tellsWhatRemainsAndWhenAllIsFree() {
        // Given
        var limit = new LocalLimit();
        // When
        limit.take(0, KeyLimits.of(60, MANY), 0);
        var second = limit.take(0, KeyLimits.of(60, MANY), 0);
        // Then
        assertThat(second.requests().remaining()).isEqualTo(58);
        assertThat(second.requests().resetMicros()).isEqualTo(2_000_000);
        assertThat(limit.look(2_000_000, KeyLimits.of(60, MANY)).requests().remaining())
                .isEqualTo(60);
    }

    @Test
    void refusesBeyondTheConcurrencyWithoutUsingUpTheRate() {
        // Given
        var limit = new LocalLimit();
        limit.take(0, KeyLimits.of(60, 1), 0);
        // When
        var refused = limit.take(0, KeyLimits.of(60, 1), 0);
        // Then
        assertThat(refused.verdict()).isEqualTo(Verdict.CONCURRENCY_EXCEEDED);
        assertThat(refused.requests().remaining()).isEqualTo(59);
        limit.left();
        assertThat(limit.take(0, KeyLimits.of(60, 1), 0).verdict()).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void aRequestWaitsForTheSlowestOfItsLimitsAndIsAdmittedThen() {
        // Given
        var limits = new KeyLimits(60, 10, 1_000, 100_000, MANY);
        var limit = new LocalLimit();
        assertThat(limit.take(0, limits, 900).verdict()).isEqualTo(Verdict.ADMITTED);
        // When
        var refused = limit.take(0, limits, 300);
        // Then
        assertThat(refused.refusedBy()).isEqualTo(Rate.TOKENS_PER_MINUTE);
        assertThat(limit.take(refused.retryMicros() - 1, limits, 300).verdict()).isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(limit.take(refused.retryMicros(), limits, 300).verdict()).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void refusesForGoodWhatNoWaitingWouldAdmit() {
        var limits = new KeyLimits(60, null, 1_000, null, MANY);

        assertThat(new LocalLimit().take(0, limits, 1_001).verdict()).isEqualTo(Verdict.TOO_MANY_TOKENS);
        assertThat(new LocalLimit().take(0, limits, 1_000).verdict()).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void givesBackAllThatItTook() {
        // Given
        var limits = new KeyLimits(60, 10, 1_000, null, 1);
        var limit = new LocalLimit();
        var before = limit.look(0, limits);
        limit.take(0, limits, 700);
        // When
        limit.giveBack(limits, 700);
        // Then
        assertThat(limit.look(0, limits)).isEqualTo(before);
        assertThat(limit.take(0, limits, 1_000).verdict()).isEqualTo(Verdict.ADMITTED);
    }
}
