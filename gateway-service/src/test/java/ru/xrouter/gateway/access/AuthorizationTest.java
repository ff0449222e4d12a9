package ru.xrouter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.access.ApiKeyFormat;

class AuthorizationTest {
    private static final String KEY = ApiKeyFormat.generate(new SecureRandom());

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "Bearer   "})
    void takesTheSchemeInAnyCase(String scheme) {
        assertThat(Authorization.read(List.of(scheme + KEY))).isEqualTo(new Authorization.Key(KEY));
    }

    @Test
    void refusesEverythingElseWithoutRepeatingIt() {
        for (var header : List.of(
                "", "Bearer", KEY, "Basic " + KEY, "Bearer Bearer " + KEY, "Bearer " + KEY + "x", "Bearer sk-other")) {
            assertThat(Authorization.read(List.of(header)))
                    .isInstanceOfSatisfying(
                            Authorization.Refused.class,
                            refused -> assertThat(refused.message()).doesNotContain(KEY, "sk-other"));
        }
        assertThat(Authorization.read(List.of())).isInstanceOf(Authorization.Refused.class);
        assertThat(Authorization.read(List.of("Bearer " + KEY, "Bearer " + KEY)))
                .isInstanceOf(Authorization.Refused.class);
    }

    @Test
    void takesWhatLooksLikeAToken() {
        assertThat(Authorization.read(List.of("Bearer eyJ.a.b"))).isEqualTo(new Authorization.Token("eyJ.a.b"));
        assertThat(Authorization.read(List.of("Bearer eyJ" + "a".repeat(5000))))
                .isInstanceOf(Authorization.Refused.class);
        assertThat(new Authorization.Token("eyJ.a.b").toString()).doesNotContain("eyJ");
    }

    @Test
    void refusesATypoInTheKey() {
        // Given
        var last = KEY.charAt(20);
        var typo = KEY.substring(0, 20) + (last == 'a' ? 'b' : 'a') + KEY.substring(21);
        // Then
        assertThat(Authorization.read(List.of("Bearer " + typo))).isInstanceOf(Authorization.Refused.class);
    }
}
