package ru.xrouter.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.access.TokenReservation.Limits;

class TokenReservationTest {
    @Test
    void readsWhatItWrites() {
        var alone = new TokenReservation(120, new Limits(1_000, 0), null);
        var shared = new TokenReservation(0, new Limits(0, 7), new Limits(5, 9));

        assertThat(alone.header()).isEqualTo("120;1000,0");
        assertThat(TokenReservation.parse(alone.header())).isEqualTo(alone);
        assertThat(TokenReservation.parse(shared.header())).isEqualTo(shared);
        assertThat(TokenReservation.parse(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "x;1,2", "1;1", "1;1,2;3,4;5,6"})
    void refusesAnythingElse(String header) {
        assertThatThrownBy(() -> TokenReservation.parse(header)).isInstanceOf(RuntimeException.class);
    }
}
