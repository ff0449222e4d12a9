package ru.xrouter.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthConfigTest {
    @Test
    void hasADefaultForEverySettingButThePepper() {
        // When
        var config = config(Map.of());
        // Then
        assertThat(config.pepper()).isEmpty();
        assertThat(config.pepperId()).isEqualTo("1");
        assertThat(config.oldPeppers()).isEmpty();
        assertThat(config.defaultTier()).isEqualTo("free");
        assertThat(config.keysPerAccount()).isEqualTo(1000);
        assertThat(config.lastUsedEvery()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.revocationRetryEvery()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void readsEverySettingByItsName() {
        // When
        var config = config(Map.of(
                "xrouter.auth.pepper", "salt",
                "xrouter.auth.pepper-id", "2",
                "xrouter.auth.old-peppers", "1:old,0:older",
                "xrouter.auth.default-tier", "pro",
                "xrouter.auth.keys-per-account", "3",
                "xrouter.auth.last-used-every", "4s",
                "xrouter.auth.revocation-retry-every", "5s"));
        // Then
        assertThat(config.pepper()).contains("salt");
        assertThat(config.pepperId()).isEqualTo("2");
        assertThat(config.oldPeppers()).contains(List.of("1:old", "0:older"));
        assertThat(config.defaultTier()).isEqualTo("pro");
        assertThat(config.keysPerAccount()).isEqualTo(3);
        assertThat(config.lastUsedEvery()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.revocationRetryEvery()).isEqualTo(Duration.ofSeconds(5));
    }

    private static AuthConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(AuthConfig.class)
                .withDefaultValues(settings)
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .getConfigMapping(AuthConfig.class);
    }
}
