package ru.xrouter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
    @Test
    void hasDefaultsThatServeLocally() {
        // When
        var config = read(Map.of());
        // Then
        assertThat(config.routerUrl()).isEqualTo(URI.create("http://localhost:8082"));
        assertThat(config.authUrl()).isEqualTo(URI.create("http://localhost:8081"));
        assertThat(config.billingUrl()).isEqualTo(URI.create("http://localhost:8083"));
        assertThat(config.replicas()).isEqualTo(1);
        assertThat(config.maxBody().asLongValue()).isEqualTo(20L * 1024 * 1024);
        assertThat(config.maxBodies().asLongValue()).isEqualTo(64L * 1024 * 1024);
        assertThat(config.totalTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.accessLog()).isFalse();
        assertThat(config.trustedProxies()).isEmpty();
        assertThat(config.issuer()).isEqualTo(URI.create("http://localhost:8081"));
        assertThat(config.audience()).isEqualTo("xrouter");
        assertThat(config.keyCache().size()).isEqualTo(10_000);
        assertThat(config.keyCache().refreshAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.keyCache().expireAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.keyCache().expireAfterDeaf()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.keyCache().unknownFor()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void keepsTheNamesThatOperatorsSet() {
        // When
        var config = read(Map.of(
                "xrouter.gateway.router-url", "http://router",
                "xrouter.gateway.replicas", "3",
                "xrouter.gateway.max-body", "1M",
                "xrouter.gateway.issuer", "https://id.example",
                "xrouter.gateway.audience", "api",
                "xrouter.gateway.trusted-proxies", "10.0.0.0/8,::1",
                "xrouter.gateway.key-cache.refresh-after", "2s"));
        // Then
        assertThat(config.routerUrl()).isEqualTo(URI.create("http://router"));
        assertThat(config.replicas()).isEqualTo(3);
        assertThat(config.issuer()).isEqualTo(URI.create("https://id.example"));
        assertThat(config.audience()).isEqualTo("api");
        assertThat(config.trustedProxies()).contains(List.of("10.0.0.0/8", "::1"));
        assertThat(config.maxBody().asLongValue()).isEqualTo(1024 * 1024);
        assertThat(config.keyCache().refreshAfter()).isEqualTo(Duration.ofSeconds(2));
    }

    private static GatewayConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
