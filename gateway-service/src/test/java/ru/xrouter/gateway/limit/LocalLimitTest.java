package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ru.xrouter.gateway.limit.Grant.Verdict;

class LocalLimitTest {
    private static final int MANY = 1_000;

    @Test
    void admitsAMinutesWorthAtOnceAndNoMore() {
        // Given
        var limit = new LocalLimit();
        // When
        var admitted = 0;
        while (limit.take(0, 60, MANY).verdict() == Verdict.ADMITTED) {
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
            limit.take(123, 7, MANY);
        }
        // When
        var refused = limit.take(123, 7, MANY);
        // Then
        assertThat(refused.verdict()).isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(refused.retryMicros()).isPositive();
        assertThat(limit.take(123 + refused.retryMicros() - 1, 7, MANY).verdict())
                .isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(limit.take(123 + refused.retryMicros(), 7, MANY).verdict()).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void tellsWhatRemainsAndWhenAllIsFree() {
        // Given
        var limit = new LocalLimit();
        // When
        limit.take(0, 60, MANY);
        var second = limit.take(0, 60, MANY);
        // Then
        assertThat(second.remaining()).isEqualTo(58);
        assertThat(second.resetMicros()).isEqualTo(2_000_000);
        assertThat(limit.look(2_000_000, 60).remaining()).isEqualTo(60);
    }

    @Test
    void refusesBeyondTheConcurrencyWithoutUsingUpTheRate() {
        // Given
        var limit = new LocalLimit();
        limit.take(0, 60, 1);
        // When
        var refused = limit.take(0, 60, 1);
        // Then
        assertThat(refused.verdict()).isEqualTo(Verdict.CONCURRENCY_EXCEEDED);
        assertThat(refused.remaining()).isEqualTo(59);
        limit.left();
        assertThat(limit.take(0, 60, 1).verdict()).isEqualTo(Verdict.ADMITTED);
    }
}
