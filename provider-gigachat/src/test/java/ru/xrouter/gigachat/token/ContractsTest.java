package ru.xrouter.gigachat.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.gigachat.GigaChatConfig;

class ContractsTest {
    private static final String SCOPE = "xrouter.gigachat.scope";

    @Test
    void allowsAPersonOneCallAndACompanyTen() {
        assertThat(Contracts.callsAtOnce(config(Map.of(SCOPE, "GIGACHAT_API_PERS")), null))
                .isEqualTo(1);
        assertThat(Contracts.callsAtOnce(config(Map.of(SCOPE, "GIGACHAT_API_B2B")), null))
                .isEqualTo(10);
        assertThat(Contracts.callsAtOnce(config(Map.of(SCOPE, "GIGACHAT_API_CORP")), null))
                .isEqualTo(10);
    }

    @Test
    void takesWhoeverHasACertificateForACompany() {
        var certified =
                config(Map.of(SCOPE, "GIGACHAT_API_PERS", "xrouter.gigachat.client-certificate", "/client.pem"));

        assertThat(Contracts.callsAtOnce(certified, null)).isEqualTo(10);
        assertThat(Contracts.callsAtOnce(certified, customer(Map.of()))).isEqualTo(1);
    }

    @Test
    void asksACustomersCredentialForItsOwnScope() {
        var ours = config(Map.of(SCOPE, "GIGACHAT_API_CORP"));

        assertThat(Contracts.callsAtOnce(ours, customer(Map.of("scope", "GIGACHAT_API_PERS"))))
                .isEqualTo(1);
        assertThat(Contracts.callsAtOnce(ours, customer(Map.of()))).isEqualTo(10);
    }

    private static CustomerCredential customer(Map<String, String> settings) {
        return new CustomerCredential("secret", settings);
    }

    private static GigaChatConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(GigaChatConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(GigaChatConfig.class);
    }
}
