package ru.xrouter.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyLimitsTest {
    @Test
    void takesTheHigherOfBothInEverything() {
        var tier = new KeyLimits(20, 200, 1_000, null, 5);
        var own = new KeyLimits(100, 50, null, 7, 1);

        assertThat(tier.orMore(own)).isEqualTo(new KeyLimits(100, 200, null, null, 5));
        assertThat(own.orMore(tier)).isEqualTo(tier.orMore(own));
    }
}
