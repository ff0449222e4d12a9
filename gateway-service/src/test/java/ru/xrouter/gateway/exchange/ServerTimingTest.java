package ru.xrouter.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTimingTest {
    @Test
    void tellsOurTimeApartFromTheProviders() {
        assertThat(ServerTiming.format(1_234, 56_007)).isEqualTo("xrouter;dur=1.234, provider;dur=56.007");
    }

    @Test
    void leavesOutAProviderThatWasNotCalled() {
        assertThat(ServerTiming.format(89, 0)).isEqualTo("xrouter;dur=0.089");
    }
}
