package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "-5, 0s",
        "1, 1ms",
        "12000, 12ms",
        "999001, 1s",
        "1000000, 1s",
        "1500000, 1.5s",
        "1050000, 1.05s",
        "60000000, 1m0s",
        "360000000, 6m0s",
        "61250000, 1m1.25s",
        "3600000000, 1h0m0s",
        "3661000000, 1h1m1s"
    })
    void printsAsGoDoes(long micros, String expected) {
        assertThat(GoDuration.format(micros)).isEqualTo(expected);
    }
}
