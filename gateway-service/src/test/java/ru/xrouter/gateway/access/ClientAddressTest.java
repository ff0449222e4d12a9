package ru.xrouter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.gateway.GatewayConfig;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "10.0.0.1    |                          -| 10.0.0.1",
                "8.8.8.8     | 1.1.1.1                   | 8.8.8.8",
                "10.0.0.1    | 1.1.1.1                   | 1.1.1.1",
                "10.0.0.1    | 9.9.9.9, 1.1.1.1          | 1.1.1.1",
                "10.0.0.1    | 9.9.9.9, 1.1.1.1,10.0.0.2 | 1.1.1.1",
                "10.0.0.1    | 9.9.9.9;1.1.1.1           | 1.1.1.1",
                "10.0.0.1    | 10.0.0.3, 10.0.0.2        | 10.0.0.3",
                "10.0.0.1    | 9.9.9.9, nonsense         | nonsense",
                "-           | 1.1.1.1                   | -",
            })
    void believesTrustedProxiesAlone(String peer, String forwarded, String client) {
        // Given: ';' parts headers.
        var headers = forwarded == null ? List.<String>of() : Arrays.asList(forwarded.split(";"));
        // Then
        assertThat(addresses("10.0.0.0/24").client(peer, headers)).isEqualTo(client);
    }

    @Test
    void believesNobodyWhenNobodyIsTrusted() {
        assertThat(new ClientAddress(config(Map.of())).client("127.0.0.1", List.of("1.1.1.1")))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void refusesToStartWithProxiesThatAreNone() {
        assertThatThrownBy(() -> addresses("proxy.internal")).hasMessageContaining("proxy.internal");
    }

    private static ClientAddress addresses(String proxies) {
        return new ClientAddress(config(Map.of("xrouter.gateway.trusted-proxies", proxies)));
    }

    private static GatewayConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
