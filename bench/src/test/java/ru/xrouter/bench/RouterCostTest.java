package ru.xrouter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RouterCostTest {
    @Test
    void tellsAHoldAndAnEventApart() {
        // Given
        var cost = new RouterCost(1500, 60, 85.4, 110, 150, 0);
        // Then
        assertThat(cost.hold()).isEqualTo(25.4, within(0.001));
        assertThat(cost.event()).isEqualTo(14.6, within(0.001));
        assertThat(cost.text()).contains("A hold: at most 25 µs. An event: at most 15 µs. Failed: 0.");
    }
}
