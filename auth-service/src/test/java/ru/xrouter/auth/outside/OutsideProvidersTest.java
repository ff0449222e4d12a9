package ru.xrouter.auth.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.auth.page.SiteConfig;

class OutsideProvidersTest {
    private static final Map<String, String> GOOD = Map.of(
            "keycloak.name", "Our staff",
            "keycloak.issuer", "https://id.example.org/realms/staff",
            "keycloak.client-id", "xrouter");

    @Test
    void readsProvidersFromTheEnvironmentAsTheChartSetsThem() {
        // Given
        var environment = Map.of(
                "XROUTER_AUTH_OUTSIDE_PROVIDERS_YANDEX_NAME", "Yandex ID",
                "XROUTER_AUTH_OUTSIDE_PROVIDERS_YANDEX_ISSUER", "https://oauth.yandex.ru",
                "XROUTER_AUTH_OUTSIDE_PROVIDERS_YANDEX_CLIENT_ID", "our-id",
                "XROUTER_AUTH_OUTSIDE_PROVIDERS_YANDEX_SCOPES", "login:email,login:info",
                "XROUTER_AUTH_OUTSIDE_PROVIDERS_YANDEX_AUTHORIZATION_URL", "https://oauth.yandex.ru/authorize",
                "XROUTER_AUTH_OUTSIDE_PROVIDERS_YANDEX_TOKEN_URL", "https://oauth.yandex.ru/token",
                "XROUTER_AUTH_OUTSIDE_PROVIDERS_YANDEX_USERINFO_URL", "https://login.yandex.ru/info");
        // When
        var config =
                builder().withSources(new EnvConfigSource(environment, 300)).build();
        // Then
        assertThat(providers(config).choices()).containsExactly(new OutsideProviders.Choice("yandex", "Yandex ID"));
    }

    @Test
    void hasNoneByDefault() {
        assertThat(providers(builder().build()).choices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, http://id.example.org, 'http://id.example.org is no https address'",
        "issuer, /realms, '/realms is no https address'",
        "client-authentication, tls_client_auth, client-authentication is one of",
        "algorithms, HS256, 'HS256 is no signature'",
        "algorithms, none, 'none is no signature'",
        "token-url, https://id.example.org/token, authorization-url and token-url are given both",
        "jwks-url, http://id.example.org/keys, is no https address",
        "tls, unknown, there is no quarkus.tls.unknown",
    })
    void refusesToStartWithWhatCannotBeRight(String setting, String value, String message) {
        // Given
        var settings = new HashMap<>(GOOD);
        settings.put("keycloak." + setting, value);
        // Then
        assertThatThrownBy(() -> providers(config(settings)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("xrouter.auth.outside.providers.keycloak")
                .hasMessageContaining(message);
    }

    @Test
    void refusesToStartWithAnIssuerTwice() {
        var settings = new HashMap<>(GOOD);
        GOOD.forEach((name, value) -> settings.put(name.replace("keycloak", "again"), value));
        assertThatThrownBy(() -> providers(config(settings))).hasMessageContaining("issuer is another provider's");
    }

    @Test
    void refusesToStartWithANameThatFitsIntoNoAddress() {
        var settings = new HashMap<String, String>();
        GOOD.forEach((name, value) -> settings.put(name.replace("keycloak", "Key_Cloak"), value));
        assertThatThrownBy(() -> providers(config(settings))).hasMessageContaining("lower-case letters and digits");
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        var prefixed = new HashMap<String, String>();
        settings.forEach((name, value) -> prefixed.put("xrouter.auth.outside.providers." + name, value));
        return builder()
                .withSources(new PropertiesConfigSource(prefixed, "test", 300))
                .build();
    }

    private static SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(OutsideConfig.class)
                .withMapping(SiteConfig.class);
    }

    private static OutsideProviders providers(SmallRyeConfig config) {
        return new OutsideProviders(
                config.getConfigMapping(OutsideConfig.class), config.getConfigMapping(SiteConfig.class), new NoTls());
    }
}
