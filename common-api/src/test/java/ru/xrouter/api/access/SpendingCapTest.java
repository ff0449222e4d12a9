package ru.xrouter.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpendingCapTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "day=0", "month=5", "lifetime=9000000", "day=1,month=2,lifetime=3"})
    void readsWhatItWrote(String header) {
        assertThat(SpendingCap.parse(header).header()).isEqualTo(header);
    }

    @Test
    void capsNothingWithoutAHeader() {
        assertThat(SpendingCap.parse(null)).isEqualTo(SpendingCap.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"day", "day=x", "day=-1", "week=1", "day=1,", "=1"})
    void refusesWhatNobodyWrote(String header) {
        assertThatThrownBy(() -> SpendingCap.parse(header)).isInstanceOf(IllegalArgumentException.class);
    }
}
