package ru.xrouter.gigachat.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.gigachat.Settings;

class CredentialsTest {
    private static final String KEY = "bXktY2xpZW50LWlkOm15LXNlY3JldA==";

    @Test
    void takesAnAuthorizationKey() {
        assertThat(credentials(Map.of("xrouter.gigachat.credentials", KEY + "\n"))
                        .authorization())
                .isEqualTo("Basic " + KEY);
    }

    @Test
    void takesTheSimulatorsKeyOnlyForALocalAddress() {
        assertThat(credentials(Map.of()).authorization()).startsWith("Basic ");
        assertThatThrownBy(() -> credentials(Map.of("xrouter.gigachat.auth-url", "https://sber.example/api/v2/oauth")))
                .hasMessageContaining("xrouter.gigachat.credentials")
                .hasMessageContaining("https://sber.example/api/v2/oauth");
    }

    @Test
    void refusesWhatIsNoKeyWithoutRepeatingIt() {
        assertThatThrownBy(() -> credentials(Map.of("xrouter.gigachat.credentials", "my-secret!")))
                .hasMessageContaining("xrouter.gigachat.credentials")
                .hasMessageNotContaining("my-secret");
    }

    @Test
    void refusesAnUnknownScope() {
        assertThatThrownBy(() -> credentials(Map.of("xrouter.gigachat.scope", "GIGACHAT")))
                .hasMessageContaining("xrouter.gigachat.scope=GIGACHAT");
    }

    @Test
    void showsNoSecret() {
        assertThat(new Credentials("secret", "GIGACHAT_API_PERS").toString()).doesNotContain("secret");
    }

    private static Credentials credentials(Map<String, String> values) {
        return Credentials.of(Settings.read(values));
    }
}
