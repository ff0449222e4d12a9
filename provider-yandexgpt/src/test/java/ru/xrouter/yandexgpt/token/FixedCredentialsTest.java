package ru.xrouter.yandexgpt.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedCredentialsTest {
    @Test
    void givesAnApiKeyAndAnIamTokenTheirOwnScheme() {
        // When
        var key = FixedCredentials.apiKey("api-key", "AQVN1\n");
        var token = FixedCredentials.iamToken("iam-token", " t1.abc.def ");
        // Then
        assertThat(key.authorization().result()).isEqualTo("Api-Key AQVN1");
        assertThat(token.authorization().result()).isEqualTo("Bearer t1.abc.def");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "AQVN 1", "AQVN\r\nx: y", "ключ"})
    void refusesWhatCannotBeAHeader(String secret) {
        // When
        assertThatThrownBy(() -> FixedCredentials.apiKey("xrouter.yandexgpt.api-key", secret))
                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("xrouter.yandexgpt.api-key holds characters that no secret of Yandex Cloud has.");
    }

    @Test
    void showsNoSecretWhenPrinted() {
        // When
        var printed = FixedCredentials.apiKey("api-key", "AQVN1").toString();
        // Then
        assertThat(printed).doesNotContain("AQVN1");
    }
}
