package ru.xrouter.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 7, 250, 1_000, 59_999, 600_000})
    void tellsATimeToTheNextStep(long millis) {
        var times = new Times();
        times.add(millis);
        assertThat((double) times.percentile(0.5)).isBetween(millis * 1.0, millis * 1.15 + 1);
    }

    @Test
    void tellsPercentilesOfManyTimes() {
        // Given
        var times = new Times();
        for (int i = 1; i <= 1000; i++) {
            times.add(i);
        }
        // Then
        assertThat(times.percentile(0.5)).isCloseTo(500, Percentage.withPercentage(15));
        assertThat(times.percentile(0.99)).isCloseTo(990, Percentage.withPercentage(15));
        assertThat(times.percentile(1)).isCloseTo(1000, Percentage.withPercentage(15));
    }

    @Test
    void endsAtItsLastStep() {
        var times = new Times();
        times.add(Long.MAX_VALUE);
        times.add(-1);
        assertThat(times.percentile(0)).isEqualTo(1);
        assertThat(times.percentile(1)).isCloseTo(1_022_000L, within(10_000L));
    }

    @Test
    void takesWhatAnotherRouterSawAndNothingBeyondItsSteps() {
        // Given
        var times = new Times();
        times.add(100);
        var copy = new Times();
        // When
        copy.add(times.steps());
        copy.add(Map.of(-1, 5L, 100, 5L, 3, -5L));
        // Then
        assertThat(copy.count()).isEqualTo(1);
        assertThat(copy.percentile(0.5)).isEqualTo(times.percentile(0.5));
    }
}
