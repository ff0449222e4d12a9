package ru.xrouter.api.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {
    @ParameterizedTest
    @CsvSource({"22, 122000000, 22000000", "0, 100, 0", "7.5, 107500, 7500", "20, 1, 0", "100, 1, 1"})
    void takesTheTaxOutOfAPrice(String percent, long gross, long tax) {
        assertThat(Percent.of(percent).partOf(new Money(gross))).isEqualTo(new Money(tax));
    }

    @Test
    void addsAMarkupAndRoundsUp() {
        assertThat(Percent.of("15").addedTo(65_000_000)).isEqualTo(74_750_000);
        assertThat(Percent.of("0.01").addedTo(1)).isEqualTo(2);
        assertThat(Percent.ZERO.addedTo(7)).isEqualTo(7);
    }

    @Test
    void takesAShareAndRoundsUp() {
        assertThat(Percent.of("5").shareOf(65_000_000)).isEqualTo(3_250_000);
        assertThat(Percent.of("0.01").shareOf(1)).isEqualTo(1);
        assertThat(Percent.of("100").shareOf(7)).isEqualTo(7);
        assertThat(Percent.ZERO.shareOf(7)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.234", "x", "", "100000.01", "1e9"})
    void refusesWhatIsNoPercentage(String text) {
        assertThatThrownBy(() -> Percent.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
