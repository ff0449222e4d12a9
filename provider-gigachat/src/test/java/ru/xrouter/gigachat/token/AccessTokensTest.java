package ru.xrouter.gigachat.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    @Test
    void usesATokenForFourFifthsOfItsLife() {
        assertThat(AccessTokens.fourFifths(Duration.ofMinutes(30))).isEqualTo(Duration.ofMinutes(24));
        assertThat(AccessTokens.fourFifths(Duration.ZERO)).isEqualTo(Duration.ZERO);
    }
}
