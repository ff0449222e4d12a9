package ru.xrouter.provider.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenSealTest {
    private static final StoredToken TOKEN = new StoredToken(
            AccessToken.bearer("canary", Instant.ofEpochMilli(1_790_000_000_123L)),
            Instant.ofEpochMilli(1_789_999_000_000L));

    @Test
    void opensWhatItHasSealed() {
        // Given
        var seal = new TokenSeal("secret", "gigachat");

        // When
        var sealed = seal.seal(TOKEN.bytes());

        // Then
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
        assertThat(seal.open(sealed).map(StoredToken::of)).contains(TOKEN);
        assertThat(sealed).isNotEqualTo(seal.seal(TOKEN.bytes()));
    }

    @Test
    void opensNothingOfAnothersOrWhatWasChanged() {
        // Given
        var seal = new TokenSeal("secret", "gigachat");
        var sealed = seal.seal(TOKEN.bytes());

        // Then
        assertThat(new TokenSeal("other", "gigachat").open(sealed)).isEmpty();
        assertThat(new TokenSeal("secret", "gigachat\nB2B").open(sealed)).isEmpty();
        assertThat(seal.open(new byte[3])).isEmpty();
        sealed[sealed.length - 1] ^= 1;
        assertThat(seal.open(sealed)).isEmpty();
    }

    @Test
    void namesTellNothingAndDiffer() {
        assertThat(new TokenSeal("secret", "a").name())
                .isEqualTo(new TokenSeal("secret", "a").name())
                .isNotEqualTo(new TokenSeal("secret", "b").name())
                .isNotEqualTo(new TokenSeal("other", "a").name())
                .hasSize(32);
    }
}
