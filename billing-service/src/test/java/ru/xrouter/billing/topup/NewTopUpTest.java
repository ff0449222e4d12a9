package ru.xrouter.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.chat.InvalidParameterException;

class NewTopUpTest {
    @ParameterizedTest
    @CsvSource({"100.00, 100000000", "0.000001, 1", "1000000000, 1000000000000000"})
    void readsRoublesExactly(String amount, long micros) {
        assertThat(new NewTopUp(amount, "r").checkedAmount().micros()).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "0.0000001",
                "1000000000.000001",
                "1e400",
                "1e3",
                "+5",
                "5.",
                ".5",
                "٥",
                "ten",
                "",
                "1e-400000000"
            })
    void refusesAnAmountThatIsNone(String amount) {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> new NewTopUp(amount, "r").checkedAmount())
                .satisfies(refusal -> assertThat(refusal.param()).isEqualTo("amount"));
    }
}
