package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ru.xrouter.gateway.limit.Grant.Verdict;
import ru.xrouter.service.testing.TokenLimit;

class LocalLimitTest {
    private static final int MANY = 1_000;

    @Test
    void admitsAMinutesWorthAtOnceAndNoMore() {
        // Given
        var limit = new LocalLimit();
        // When
        var admitted = 0;
        while (limit.take(0, perMinute(60, MANY), perMinute(60, MANY), 0).verdict() == Verdict.ADMITTED) {
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
            limit.take(123, perMinute(7, MANY), perMinute(7, MANY), 0);
        }
        // When
        var refused = limit.take(123, perMinute(7, MANY), perMinute(7, MANY), 0);
        // Then
        assertThat(refused.verdict()).isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(refused.retryMicros()).isPositive();
        assertThat(limit.take(123 + refused.retryMicros() - 1, perMinute(7, MANY), perMinute(7, MANY), 0)
                        .verdict())
                .isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(limit.take(123 + refused.retryMicros(), perMinute(7, MANY), perMinute(7, MANY), 0)
                        .verdict())
                .isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void tellsWhatRemainsAndWhenAllIsFree() {
        // Given
        var limit = new LocalLimit();
        // When
        limit.take(0, perMinute(60, MANY), perMinute(60, MANY), 0);
        var second = limit.take(0, perMinute(60, MANY), perMinute(60, MANY), 0);
        // Then
        assertThat(requests(second).remaining()).isEqualTo(58);
        assertThat(requests(second).resetMicros()).isEqualTo(2_000_000);
        assertThat(requests(limit.look(2_000_000, perMinute(60, MANY))).remaining())
                .isEqualTo(60);
    }

    @Test
    void refusesBeyondTheConcurrencyWithoutUsingUpTheRate() {
        // Given
        var limit = new LocalLimit();
        limit.take(0, perMinute(60, 1), perMinute(60, 1), 0);
        // When
        var refused = limit.take(0, perMinute(60, 1), perMinute(60, 1), 0);
        // Then
        assertThat(refused.verdict()).isEqualTo(Verdict.CONCURRENCY_EXCEEDED);
        assertThat(requests(refused).remaining()).isEqualTo(59);
        limit.left();
        assertThat(limit.take(0, perMinute(60, 1), perMinute(60, 1), 0).verdict())
                .isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void aRequestWaitsForTheSlowestOfItsLimitsAndIsAdmittedThen() {
        // Given
        var limits = new Bounds(60, 10, 1_000, 100_000, MANY);
        var limit = new LocalLimit();
        assertThat(limit.take(0, limits, limits, 900).verdict()).isEqualTo(Verdict.ADMITTED);
        // When
        var refused = limit.take(0, limits, limits, 300);
        // Then
        assertThat(refused.refusedBy()).isEqualTo(Rate.TOKENS_PER_MINUTE);
        assertThat(limit.take(refused.retryMicros() - 1, limits, limits, 300).verdict())
                .isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(limit.take(refused.retryMicros(), limits, limits, 300).verdict())
                .isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void refusesForGoodWhatNoWaitingWouldAdmit() {
        var limits = new Bounds(60, 0, 1_000, 0, MANY);

        assertThat(new LocalLimit().take(0, limits, limits, 1_001).verdict()).isEqualTo(Verdict.TOO_MANY_TOKENS);
        assertThat(new LocalLimit().take(0, limits, limits, 1_000).verdict()).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void admitsMoreThanItsShareOnceNothingOfItIsUsed() {
        // Given
        var whole = new Bounds(60, 0, 1_000, 0, MANY);
        var share = whole.share(4);
        var limit = new LocalLimit();
        limit.take(0, share, whole, 100);
        // When
        var refused = limit.take(0, share, whole, 600);
        // Then
        assertThat(refused.verdict()).isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(limit.take(refused.retryMicros() - 1, share, whole, 600).verdict())
                .isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(limit.take(refused.retryMicros(), share, whole, 600).verdict())
                .isEqualTo(Verdict.ADMITTED);
        // Then its share holds over time: 700 tokens by 250 a minute.
        var next = limit.take(refused.retryMicros(), share, whole, 250);
        assertThat(refused.retryMicros() + next.retryMicros()).isBetween(167_000_000L, 169_000_000L);
    }

    @Test
    void givesBackAllThatItTook() {
        // Given
        var limits = new Bounds(60, 10, 1_000, 0, 1);
        var limit = new LocalLimit();
        var before = limit.look(0, limits);
        limit.take(0, limits, limits, 700);
        // When
        limit.giveBack(0, limits, 700);
        // Then
        assertThat(limit.look(0, limits)).isEqualTo(before);
        assertThat(limit.take(0, limits, limits, 1_000).verdict()).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void givesBackNoMoreThanHasNotRunOff() {
        // A token runs off in a microsecond.
        var limits = new Bounds(0, 0, 60_000_000, 0, 0);
        for (int seed = 0; seed < MANY; seed++) {
            var limit = new LocalLimit();
            TokenLimit.behavesAsIfItHadKnown(
                    new TokenLimit() {
                        @Override
                        public long take(long now, long tokens) {
                            limit.use(now, limits, tokens);
                            return limit.ahead(Rate.TOKENS_PER_MINUTE, now);
                        }

                        @Override
                        public long giveBack(long now, long since, long tokens) {
                            limit.giveBackTokens(now, since, limits, tokens);
                            return limit.ahead(Rate.TOKENS_PER_MINUTE, now);
                        }
                    },
                    new Random(seed));
        }
    }

    private static Bounds perMinute(int requests, int concurrency) {
        return new Bounds(requests, 0, 0, 0, concurrency);
    }

    private static Grant.Standing requests(Grant grant) {
        return Objects.requireNonNull(grant.requests());
    }
}
