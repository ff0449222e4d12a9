package ru.xrouter.api.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void addsEveryCount() {
        assertThat(new Usage(10, 5, 4, 2, false).plus(new Usage(100, 50, 40, 20, false)))
                .isEqualTo(new Usage(110, 55, 44, 22, false));
    }

    @Test
    void isEstimatedWhenEitherPartIs() {
        assertThat(Usage.of(1, 2).plus(Usage.estimate(3, 4))).isEqualTo(Usage.estimate(4, 6));
        assertThat(Usage.estimate(1, 2).plus(Usage.of(3, 4)).estimated()).isTrue();
        assertThat(Usage.NONE.plus(Usage.of(3, 4))).isEqualTo(Usage.of(3, 4));
    }

    @Test
    void neverOverflowsInSilence() {
        assertThatThrownBy(() -> Usage.of(Integer.MAX_VALUE, 0).plus(Usage.of(1, 0)))
                .isInstanceOf(ArithmeticException.class);
    }
}
