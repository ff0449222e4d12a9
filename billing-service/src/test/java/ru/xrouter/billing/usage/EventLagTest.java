package ru.xrouter.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventLagTest {
    private final EventLag lag = new EventLag();

    @Test
    void isNothingBeforeTheFirstMeasurementAndWithoutEvents() {
        assertThat(lag.seconds(1_000)).isZero();
        lag.measured(OptionalLong.empty(), 1_000);
        assertThat(lag.seconds(9_000)).isZero();
        lag.notMeasured();
        assertThat(lag.seconds(9_000)).isZero();
    }

    @Test
    void isTheAgeThatTheEventHadWhenItWasSeen() {
        lag.measured(OptionalLong.of(1_000), 1_500);
        assertThat(lag.seconds(1_500)).isEqualTo(0.5);
        assertThat(lag.seconds(6_400)).isEqualTo(0.5);
    }

    @Test
    void growsWhileNobodyCanLook() {
        lag.measured(OptionalLong.of(1_000), 1_500);
        lag.notMeasured();
        assertThat(lag.seconds(61_000)).isEqualTo(60);
        lag.measured(OptionalLong.of(61_000), 61_200);
        assertThat(lag.seconds(70_000)).isEqualTo(0.2);
    }
}
