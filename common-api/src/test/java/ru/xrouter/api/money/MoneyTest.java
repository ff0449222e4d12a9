package ru.xrouter.api.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void keepsRoublesExactly() {
        assertThat(Money.ofRoubles(new BigDecimal("12.345678")).micros()).isEqualTo(12_345_678);
        assertThat(new Money(-1).roubles()).isEqualByComparingTo("-0.000001");
    }

    @Test
    void refusesPartsOfAMicroRouble() {
        assertThatThrownBy(() -> Money.ofRoubles(new BigDecimal("0.0000001"))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void neverOverflowsSilently() {
        var most = new Money(Long.MAX_VALUE);
        assertThatThrownBy(() -> most.plus(new Money(1))).isInstanceOf(ArithmeticException.class);
    }
}
