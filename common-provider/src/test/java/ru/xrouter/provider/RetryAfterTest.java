package ru.xrouter.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    @Test
    void readsSeconds() {
        assertThat(RetryAfter.parse(" 7 ")).isEqualTo(Duration.ofSeconds(7));
        assertThat(RetryAfter.parse("0.25")).isEqualTo(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1e9", "99999999", "Wed, 21 Oct 2026 07:28:00 GMT"})
    void takesAnythingElseForNone(String value) {
        assertThat(RetryAfter.parse(value)).isNull();
    }

    @Test
    void takesNoneForNone() {
        assertThat(RetryAfter.parse(null)).isNull();
    }
}
