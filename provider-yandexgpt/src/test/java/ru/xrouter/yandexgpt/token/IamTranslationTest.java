package ru.xrouter.yandexgpt.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.token.AccessToken;

class IamTranslationTest {
    @Test
    void readsATokenWithAnExpiryToTheNanosecond() {
        // When
        var token = IamTranslation.token(
                "{\"iamToken\":\"t1.a.b\",\"expiresAt\":\"2026-05-04T18:20:31.123456789Z\"}".getBytes(UTF_8));
        // Then
        assertThat(token).isEqualTo(AccessToken.bearer("t1.a.b", Instant.parse("2026-05-04T18:20:31.123456789Z")));
        assertThat(token.toString()).doesNotContain("t1.a.b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{}",
                "{\"iamToken\":\"\",\"expiresAt\":\"2026-05-04T18:20:31Z\"}",
                "{\"iamToken\":\"t1.a.b\"}",
                "{\"iamToken\":\"t1.a.b\",\"expiresAt\":\"soon\"}"
            })
    void refusesAnAnswerThatIsNoToken(String body) {
        assertThatThrownBy(() -> IamTranslation.token(body.getBytes(UTF_8)))
                .isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void readsTheMetadataServicesToken() {
        // Given
        var now = Instant.parse("2026-05-04T18:00:00Z");
        // When
        var token = IamTranslation.metadataToken(
                "{\"access_token\":\"t1.a.b\",\"expires_in\":43000,\"token_type\":\"Bearer\"}".getBytes(UTF_8), now);
        // Then
        assertThat(token).isEqualTo(AccessToken.bearer("t1.a.b", now.plusSeconds(43_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{}",
                "{\"access_token\":\"\",\"expires_in\":1}",
                "{\"access_token\":\"t1.a.b\"}",
                "{\"access_token\":\"t1.a.b\",\"expires_in\":-1}"
            })
    void refusesAnAnswerOfTheMetadataServiceThatIsNoToken(String body) {
        assertThatThrownBy(() -> IamTranslation.metadataToken(body.getBytes(UTF_8), Instant.EPOCH))
                .isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void blamesTheOperatorForARefusedKeyAndIamForItsOwnTrouble() {
        assertThat(IamTranslation.refusal(400, null)).isEqualTo(new ProviderFailure.BadCredentials());
        assertThat(IamTranslation.refusal(401, null)).isEqualTo(new ProviderFailure.BadCredentials());
        assertThat(IamTranslation.refusal(429, "3")).isEqualTo(new ProviderFailure.RateLimited(Duration.ofSeconds(3)));
        assertThat(IamTranslation.refusal(503, null)).isInstanceOf(ProviderFailure.Unavailable.class);
    }
}
