package ru.xrouter.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BillingConfigTest {
    @Test
    void hasADefaultForEverySetting() {
        // When
        var config = config(Map.of());
        // Then
        assertThat(config.batchSize()).isEqualTo(500);
        assertThat(config.readWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.claimAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.claimEvery()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.measureEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.reapEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.reapGrace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.auditAt()).isEqualTo("0 30 3 * * ?");
        assertThat(config.expireEvery()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void readsEverySettingByItsName() {
        // When
        var config = config(Map.of(
                "xrouter.billing.batch-size", "7",
                "xrouter.billing.audit-at", "0 0 1 * * ?",
                "xrouter.billing.expire-every", "8s",
                "xrouter.billing.read-wait", "2s",
                "xrouter.billing.claim-after", "3s",
                "xrouter.billing.claim-every", "4s",
                "xrouter.billing.measure-every", "5m",
                "xrouter.billing.reap-every", "6s",
                "xrouter.billing.reap-grace", "7s"));
        // Then
        assertThat(config.batchSize()).isEqualTo(7);
        assertThat(config.auditAt()).isEqualTo("0 0 1 * * ?");
        assertThat(config.expireEvery()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.readWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.claimAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.claimEvery()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.measureEvery()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.reapEvery()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.reapGrace()).isEqualTo(Duration.ofSeconds(7));
    }

    private static BillingConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(BillingConfig.class)
                .withDefaultValues(settings)
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .getConfigMapping(BillingConfig.class);
    }
}
