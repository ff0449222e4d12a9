package ru.xrouter.api.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomerCredentialTest {
    private static final CustomerCredential CREDENTIAL =
            new CustomerCredential("{\"private_key\": \"s3cret\"}\n", Map.of("folder_id", "b1g"));

    @Test
    void goesThroughItsHeader() {
        assertThat(CustomerCredential.ofHeader(CREDENTIAL.header())).isEqualTo(CREDENTIAL);
        assertThat(CREDENTIAL.header()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void isNeverShown() {
        assertThat(CREDENTIAL).hasToString("CustomerCredential[***]");
        assertThat(CREDENTIAL.fingerprint()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "{\"secret\":\"\"}",
                "{\"secret\":7,\"settings\":7}",
                "{\"secret\":\"s3cret\",\"other\":\"s3cret\"}",
                "{\"secret\":\"s3cret\",\"settings\":{\"UPPER\":\"s3cret\"}}",
                "s3cret"
            })
    void refusesAnythingElseWithoutRepeatingIt(String json) {
        // Given
        var header = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));

        // When
        var read = assertThatThrownBy(() -> CustomerCredential.ofHeader(header));

        // Then
        read.isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
