package ru.xrouter.service.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private static ServiceTokenConfig config(String token) {
        return new ServiceTokenConfig() {
            @Override
            public String token() {
                return token;
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
