package ru.xrouter.gigachat.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.gigachat.Settings;

class ContractsTest {
    private static final String SCOPE = "xrouter.gigachat.scope";

    @Test
    void allowsAPersonOneCallAndACompanyTen() {
        assertThat(Contracts.callsAtOnce(Settings.read(Map.of(SCOPE, "GIGACHAT_API_PERS")), null))
                .isEqualTo(1);
        assertThat(Contracts.callsAtOnce(Settings.read(Map.of(SCOPE, "GIGACHAT_API_B2B")), null))
                .isEqualTo(10);
        assertThat(Contracts.callsAtOnce(Settings.read(Map.of(SCOPE, "GIGACHAT_API_CORP")), null))
                .isEqualTo(10);
    }

    @Test
    void takesWhoeverHasACertificateForACompany() {
        var certified =
                Settings.read(Map.of(SCOPE, "GIGACHAT_API_PERS", "xrouter.gigachat.client-certificate", "/client.pem"));

        assertThat(Contracts.callsAtOnce(certified, null)).isEqualTo(10);
        assertThat(Contracts.callsAtOnce(certified, customer(Map.of()))).isEqualTo(1);
    }

    @Test
    void asksACustomersCredentialForItsOwnScope() {
        var ours = Settings.read(Map.of(SCOPE, "GIGACHAT_API_CORP"));

        assertThat(Contracts.callsAtOnce(ours, customer(Map.of("scope", "GIGACHAT_API_PERS"))))
                .isEqualTo(1);
        assertThat(Contracts.callsAtOnce(ours, customer(Map.of()))).isEqualTo(10);
    }

    private static CustomerCredential customer(Map<String, String> settings) {
        return new CustomerCredential("secret", settings);
    }
}
