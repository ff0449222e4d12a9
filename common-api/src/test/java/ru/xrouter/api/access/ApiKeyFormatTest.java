package ru.xrouter.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ApiKeyFormatTest {
    private final String key = ApiKeyFormat.generate(new SecureRandom());

    @RepeatedTest(50)
    void acceptsItsOwnKeys() {
        assertThat(key).startsWith("xr-").hasSize(52);
        assertThat(ApiKeyFormat.wellFormed(key)).isTrue();
    }

    @Test
    void refusesEveryKeyWithOneLetterChanged() {
        for (int i = 0; i < key.length(); i++) {
            var typo = key.substring(0, i) + (key.charAt(i) == 'q' ? 'w' : 'q') + key.substring(i + 1);
            assertThat(ApiKeyFormat.wellFormed(typo)).as(typo).isFalse();
        }
    }

    @Test
    void refusesWhatIsNoKeyAtAll() {
        assertThat(ApiKeyFormat.wellFormed("")).isFalse();
        assertThat(ApiKeyFormat.wellFormed("xr-")).isFalse();
        assertThat(ApiKeyFormat.wellFormed("sk-" + key.substring(3))).isFalse();
    }

    @Test
    void labelShowsOnlyTheEnds() {
        assertThat(ApiKeyFormat.label(key))
                .hasSize(11)
                .startsWith(key.substring(0, 6))
                .endsWith(key.substring(48));
    }
}
