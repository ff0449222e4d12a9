package ru.xrouter.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.access.TokenReservation.Limits;
import ru.xrouter.api.access.TokenReservation.OfModel;

class TokenReservationTest {
    @Test
    void readsWhatItWrites() {
        var alone = new TokenReservation(120, 1_790_000_000_000_000L, new Limits(1_000, 0), null, List.of());
        var shared = new TokenReservation(0, 0, new Limits(0, 7), new Limits(5, 9), List.of());
        var ofModels = new TokenReservation(
                1,
                5,
                new Limits(0, 0),
                null,
                List.of(new OfModel("gigachat/GigaChat-2", new Limits(3, 0)), new OfModel("a:b", new Limits(0, 4))));

        assertThat(ofModels.header()).isEqualTo("1;0,0;gigachat/GigaChat-2=3,0;a:b=0,4");
        assertThat(TokenReservation.parse(ofModels.header(), "5")).isEqualTo(ofModels);
        assertThat(alone.header()).isEqualTo("120;1000,0");
        assertThat(TokenReservation.parse(alone.header(), "1790000000000000")).isEqualTo(alone);
        assertThat(TokenReservation.parse(shared.header(), null)).isEqualTo(shared);
        assertThat(TokenReservation.parse(null, "5")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "x;1,2", "1;1", "1;1,2;3,4;5,6", "1;1,2;a=3", "1;1,2;=3,4"})
    void refusesAnythingElse(String header) {
        assertThatThrownBy(() -> TokenReservation.parse(header, "1")).isInstanceOf(RuntimeException.class);
    }
}
