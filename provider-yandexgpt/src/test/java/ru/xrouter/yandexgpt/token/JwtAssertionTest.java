package ru.xrouter.yandexgpt.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtAssertionTest {
    @TempDir
    Path folder;

    @Test
    void signsWhatYandexCloudAsksFor() throws Exception {
        // Given
        var pair = KeyFiles.keyPair();
        var key = AuthorizedKey.read(KeyFiles.write(folder.resolve("key.json"), pair));
        var now = Instant.parse("2026-11-23T10:00:00Z");
        // When
        var jwt = SignedJWT.parse(JwtAssertion.signed(key, now));
        // Then
        assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic())))
                .isTrue();
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
        assertThat(jwt.getHeader().getKeyID()).isEqualTo("ajekey");
        assertThat(jwt.getPayload().toJSONObject())
                .containsEntry("iss", "ajeaccount")
                .containsEntry("aud", "https://iam.api.cloud.yandex.net/iam/v1/tokens")
                .containsEntry("iat", now.getEpochSecond())
                .containsEntry("exp", now.getEpochSecond() + 3600);
        assertThat(jwt.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(now));
    }

    @Test
    void namesAFileThatIsNoKeyAndQuotesNothingOfIt() throws IOException {
        // Given
        var file = Files.writeString(folder.resolve("key.json"), "{\"private_key\":\"secret\"");
        // When
        assertThatThrownBy(() -> AuthorizedKey.read(file))
                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("xrouter.yandexgpt.service-account-key-file")
                .hasMessageContaining("key.json")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void showsNoSecretWhenPrinted() {
        // Given
        var key = AuthorizedKey.read(KeyFiles.write(folder.resolve("key.json"), KeyFiles.keyPair()));
        // When
        var printed = key.toString();
        // Then
        assertThat(printed).isEqualTo("AuthorizedKey[id=ajekey, ***]");
    }
}
