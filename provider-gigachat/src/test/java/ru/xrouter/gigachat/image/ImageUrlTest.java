package ru.xrouter.gigachat.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.chat.InvalidParameterException;

class ImageUrlTest {
    private static final String PARAM = "messages[0].content[0].image_url.url";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/png;base64,AQID",
                "DATA:image/PNG;base64,AQID",
                "data:image/svg+xml;charset=utf-8;base64,AQID"
            })
    void readsDataUris(String url) {
        assertThat(((ImageUrl.Inline) ImageUrl.of(url, PARAM)).content()).containsExactly(1, 2, 3);
    }

    @Test
    void readsHttpsAddresses() {
        assertThat(ImageUrl.of("HTTPS://example.org/a.png", PARAM))
                .isEqualTo(new ImageUrl.Remote(URI.create("HTTPS://example.org/a.png")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.png",
                "http://example.org/a.png",
                "file:///etc/passwd",
                "https:///a.png",
                "https://user:password@example.org/a.png",
                "https://exa mple.org/",
                "data:image/png,AQID",
                "data:text/plain;base64,AQID",
                "data:image/png;base64,A%3D"
            })
    void refusesAllOthers(String url) {
        assertThatThrownBy(() -> ImageUrl.of(url, PARAM))
                .isInstanceOfSatisfying(InvalidParameterException.class, refusal -> {
                    assertThat(refusal.param()).isEqualTo(PARAM);
                    assertThat(refusal.code()).isEqualTo("invalid_image_url");
                });
    }

    @Test
    void refusesWhatIsTooLargeBeforeItIsDecoded() {
        var url = "data:image/png;base64," + "A".repeat(ImageUrl.MOST_BYTES / 3 * 4 + 8);

        assertThatThrownBy(() -> ImageUrl.of(url, PARAM))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("image_too_large"));
    }
}
