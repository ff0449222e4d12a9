package ru.xrouter.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnCredentialTest {
    @Test
    void goesThroughItsHeader() {
        var all =
                List.of(new OwnCredential("gigachat", "c2VjcmV0", true), new OwnCredential("yandexgpt", "a-_Z", false));

        assertThat(OwnCredential.parse(OwnCredential.header(all))).isEqualTo(all);
        assertThat(OwnCredential.parse(null)).isEmpty();
    }

    @Test
    void isNeverShown() {
        assertThat(new OwnCredential("gigachat", "c2VjcmV0", true)).hasToString("OwnCredential[gigachat]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3cret", "gigachat:1", "gigachat:1:s3 cret", "Giga:1:s3cret", "gigachat:1:", ",", "a:1:b:c"})
    void refusesWhatItCannotReadWithoutQuotingIt(String header) {
        assertThatThrownBy(() -> OwnCredential.parse(header))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3");
    }
}
