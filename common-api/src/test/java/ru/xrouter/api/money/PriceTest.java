package ru.xrouter.api.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.usage.Usage;

class PriceTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 1);

    @ParameterizedTest
    @CsvSource({
        // prompt, cached, completion, expected micro-roubles at 200 / 50 / 400 roubles a million
        "0, 0, 0, 0",
        "1, 0, 0, 200",
        "1, 1, 0, 50",
        "1000, 400, 10, 144000",
        "1000000, 0, 1000000, 600000000",
    })
    void chargesEachKindOfTokenItsPrice(int prompt, int cached, int completion, long expected) {
        var price = new Price(200_000_000, 50_000_000, 400_000_000, TODAY);

        var cost = price.costOf(new Usage(prompt, completion, cached, 0, false));

        assertThat(cost).isEqualTo(new Money(expected));
    }

    @Test
    void roundsUpOnceOnTheSum() {
        var price = new Price(300_000, 300_000, 300_000, TODAY);

        assertThat(price.costOf(Usage.of(1, 1))).isEqualTo(new Money(1));
        assertThat(price.costOf(Usage.of(1, 3))).isEqualTo(new Money(2));
    }

    @Test
    void refusesNegativePricesAndCosts() {
        assertThatThrownBy(() -> new Price(-1, 0, 0, TODAY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Usage(1, 0, 2, 0, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
