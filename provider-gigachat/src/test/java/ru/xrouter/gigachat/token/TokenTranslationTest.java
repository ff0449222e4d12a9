package ru.xrouter.gigachat.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.token.AccessToken;

class TokenTranslationTest {
    @Test
    void readsMilliseconds() {
        assertThat(token("{\"access_token\":\"t\",\"expires_at\":1790000000123}"))
                .isEqualTo(AccessToken.bearer("t", Instant.ofEpochMilli(1_790_000_000_123L)));
    }

    @Test
    void readsSecondsAsTheDocumentsShowThem() {
        assertThat(token("{\"access_token\":\"t\",\"expires_at\":1790000000}").expiresAt())
                .isEqualTo(Instant.ofEpochSecond(1_790_000_000));
    }

    @Test
    void readsTheShortForm() {
        assertThat(token("{\"tok\":\"t\",\"exp\":1790000000}"))
                .isEqualTo(AccessToken.bearer("t", Instant.ofEpochSecond(1_790_000_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "[]",
                "{\"access_token\":\"\",\"expires_at\":1}",
                "{\"access_token\":7,\"expires_at\":1}",
                "{\"access_token\":\"t\"}",
                "{\"access_token\":\"t\",\"expires_at\":\"soon\"}"
            })
    void refusesAnythingElse(String body) {
        assertThatThrownBy(() -> token(body)).isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void tellsOverloadFromAWrongKey() {
        assertThat(TokenTranslation.refusal(400, null)).isEqualTo(new ProviderFailure.BadCredentials());
        assertThat(TokenTranslation.refusal(401, null)).isEqualTo(new ProviderFailure.BadCredentials());
        assertThat(TokenTranslation.refusal(429, "3"))
                .isEqualTo(new ProviderFailure.RateLimited(Duration.ofSeconds(3)));
        assertThat(TokenTranslation.refusal(503, null)).isEqualTo(new ProviderFailure.Unavailable("token status 503"));
    }

    private static AccessToken token(String body) {
        return TokenTranslation.token(body.getBytes(StandardCharsets.UTF_8));
    }
}
