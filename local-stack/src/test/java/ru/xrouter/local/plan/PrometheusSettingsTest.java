package ru.xrouter.local.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PrometheusSettingsTest {
    private static final Path RULES = Path.of("/checkout/helm/xrouter/rules");

    @Test
    void asksEveryServiceAtItsManagementPort() {
        // Given
        var parts = Arrays.stream(Component.values()).map(Part::only).toList();
        // When
        var yaml = new PrometheusSettings(new Ports(10_000), parts, RULES).yaml();
        // Then
        assertThat(yaml)
                .contains("  - '/checkout/helm/xrouter/rules/*.yaml'\n")
                .contains("""
                          - job_name: gateway-service
                            metrics_path: /q/metrics
                            static_configs:
                              - targets: ['127.0.0.1:19080']
                                labels: {namespace: local, pod: gateway-service}
                        """)
                .contains("19081", "19082", "19083", "19084", "19085")
                .doesNotContain("15433");
    }

    @Test
    void asksEveryReplica() {
        // Given
        var parts = Part.of(Component.GATEWAY, 2).toList();
        // When
        var yaml = new PrometheusSettings(new Ports(10_000), parts, RULES).yaml();
        // Then
        assertThat(yaml).contains("""
                            static_configs:
                              - targets: ['127.0.0.1:19180']
                                labels: {namespace: local, pod: gateway-service-1}
                              - targets: ['127.0.0.1:19280']
                                labels: {namespace: local, pod: gateway-service-2}
                        """);
    }
}
