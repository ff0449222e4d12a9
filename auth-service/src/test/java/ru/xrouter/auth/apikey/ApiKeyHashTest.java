package ru.xrouter.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.access.ApiKeyFormat;

class ApiKeyHashTest {
    private static final String DIGEST = ApiKeyFormat.digest("xr-some-key");

    @Test
    void isTheHmacOfTheDigestUnderThePepper() {
        // Given
        var hash = new ApiKeyHash(pepper("0123456789abcdef0123456789abcdef"));
        // When
        var stored = hash.of("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        // Then
        assertThat(HexFormat.of().formatHex(stored))
                .isEqualTo("b31bb8cb714e3b91b6e4ccb6e0faa3133e27d48167c5b59404f5efde3e4242d8");
    }

    @Test
    void differsUnderAnotherPepper() {
        // Given
        var one = new ApiKeyHash(pepper("a".repeat(32)));
        var other = new ApiKeyHash(pepper("b".repeat(32)));
        // When
        var stored = one.of(DIGEST);
        // Then
        assertThat(stored).isEqualTo(one.of(DIGEST)).isNotEqualTo(other.of(DIGEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "too-short"})
    void refusesToStartWithoutAPepperWorthTheName(String secret) {
        assertThatThrownBy(() -> new ApiKeyHash(pepper(secret)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("XROUTER_AUTH_PEPPER");
    }

    private static AuthConfig pepper(String secret) {
        return new FixedConfig(secret.isEmpty() ? Optional.empty() : Optional.of(secret));
    }

    /** Settings of a test. */
    private record FixedConfig(Optional<String> pepper) implements AuthConfig {
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
