package ru.xrouter.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.access.ApiKeyFormat;

class KeyHashesTest {
    private static final String DIGEST = ApiKeyFormat.digest("xr-some-key");

    @Test
    void isTheHmacOfTheDigestUnderThePepper() {
        // Given
        var hash = new KeyHashes(pepper("0123456789abcdef0123456789abcdef"));
        // When
        var stored = hash.current("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        // Then
        assertThat(HexFormat.of().formatHex(stored.bytes()))
                .isEqualTo("b31bb8cb714e3b91b6e4ccb6e0faa3133e27d48167c5b59404f5efde3e4242d8");
    }

    @Test
    void differsUnderAnotherPepper() {
        // Given
        var one = new KeyHashes(pepper("a".repeat(32)));
        var other = new KeyHashes(pepper("b".repeat(32)));
        // When
        var stored = one.current(DIGEST).bytes();
        // Then
        assertThat(stored)
                .isEqualTo(one.current(DIGEST).bytes())
                .isNotEqualTo(other.current(DIGEST).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "too-short"})
    void refusesToStartWithoutAPepperWorthTheName(String secret) {
        assertThatThrownBy(() -> new KeyHashes(pepper(secret)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("XROUTER_AUTH_PEPPER");
    }

    @Test
    void findsKeysOfPeppersBeforeTheCurrentOne() {
        // Given
        var before = new KeyHashes(new FixedConfig(Optional.of("a".repeat(32)), "1", Optional.empty()));
        var now = new KeyHashes(
                new FixedConfig(Optional.of("b".repeat(32)), "2", Optional.of(List.of("1:" + "a".repeat(32)))));
        // When
        var all = now.all(DIGEST);
        // Then
        assertThat(all).extracting(KeyHashes.KeyHash::pepper).containsExactly("2", "1");
        assertThat(all.getFirst().bytes()).isEqualTo(now.current(DIGEST).bytes());
        assertThat(all.getLast().bytes()).isEqualTo(before.current(DIGEST).bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no-colon-but-long-enough-to-be-a-secret", "1:short", "2:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"})
    void refusesToStartWithOldPeppersThatAreNone(String old) {
        assertThatThrownBy(() ->
                        new KeyHashes(new FixedConfig(Optional.of("b".repeat(32)), "2", Optional.of(List.of(old)))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("old-peppers");
    }

    private static AuthConfig pepper(String secret) {
        return new FixedConfig(secret.isEmpty() ? Optional.empty() : Optional.of(secret), "1", Optional.empty());
    }

    /** Settings of a test. */
    private record FixedConfig(Optional<String> pepper, String pepperId, Optional<List<String>> oldPeppers)
            implements AuthConfig {
        @Override
        public String defaultTier() {
            return "free";
        }

        @Override
        public int keysPerAccount() {
            return 10;
        }

        @Override
        public Duration lastUsedEvery() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration revocationRetryEvery() {
            return Duration.ofSeconds(2);
        }
    }
}
