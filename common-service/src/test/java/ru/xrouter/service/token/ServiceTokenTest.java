package ru.xrouter.service.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceTokenTest {
    @Test
    void matchesOnlyTheWholeHeader() {
        var token = new ServiceToken(config("0123456789abcdef"));

        assertThat(token.matches("Bearer 0123456789abcdef")).isTrue();
        assertThat(token.matches("Bearer 0123456789abcdeF")).isFalse();
        assertThat(token.matches("0123456789abcdef")).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(token.matches(null)).isFalse();
    }

    @Test
    void refusesATokenThatCouldBeGuessed() {
        assertThatThrownBy(() -> new ServiceToken(config("short"))).hasMessageContaining("XROUTER_SERVICE_TOKEN");
    }

    @Test
    void acceptsOthersInARotationAndShowsItsOwn() {
        // Given
        var token = new ServiceToken(config("0123456789abcdef", "fedcba9876543210", "the-one-before-that"));
        // Then
        assertThat(token.authorization()).isEqualTo("Bearer 0123456789abcdef");
        assertThat(token.matches("Bearer 0123456789abcdef")).isTrue();
        assertThat(token.matches("Bearer fedcba9876543210")).isTrue();
        assertThat(token.matches("Bearer the-one-before-that")).isTrue();
        assertThat(token.matches("Bearer fedcba987654321")).isFalse();
        assertThatThrownBy(() -> new ServiceToken(config("0123456789abcdef", "short")))
                .hasMessageContaining("XROUTER_SERVICE_OTHER_TOKENS");
    }

    private static ServiceTokenConfig config(String token, String... others) {
        return new ServiceTokenConfig() {
            @Override
            public String token() {
                return token;
            }

            @Override
            public Optional<List<String>> otherTokens() {
                return Optional.of(List.of(others));
            }

            @Override
            public String guardedPaths() {
                return "/";
            }

            @Override
            public Optional<String> openPath() {
                return Optional.empty();
            }
        };
    }
}
