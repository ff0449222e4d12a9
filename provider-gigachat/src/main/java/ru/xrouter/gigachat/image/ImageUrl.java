package ru.xrouter.gigachat.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.regex.Pattern;
import ru.xrouter.api.chat.InvalidParameterException;

/** Where the content of an image is: in the address itself, or at a host. */
sealed interface ImageUrl {
    /** Most bytes of one image that GigaChat takes. */
    int MOST_BYTES = 15 * 1024 * 1024;

    Pattern DATA =
            Pattern.compile("data:image/[a-z0-9.+-]{1,32}(;[a-z0-9=_-]{1,64}){0,4};base64,", Pattern.CASE_INSENSITIVE);

    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Inline(byte[] content) implements ImageUrl {}

    record Remote(URI address) implements ImageUrl {}

    /**
     * Reads an address; anything but a data URI of an image or an HTTPS address is refused.
     *
     * @param param where it is in the request
     */
    static ImageUrl of(String url, String param) {
        if (url.regionMatches(true, 0, "data:", 0, "data:".length())) {
            return inline(url, param);
        }
        try {
            var address = new URI(url);
            if ("https".equalsIgnoreCase(address.getScheme())
                    && address.getHost() != null
                    && address.getUserInfo() == null) {
                return new Remote(address);
            }
        } catch (URISyntaxException _) {
            // Not told apart from an address of another kind.
        }
        throw invalid(param, "An image is a data URI with base64, or an https address.");
    }

    private static Inline inline(String url, String param) {
        var head = DATA.matcher(url);
        if (!head.lookingAt()) {
            throw invalid(param, "A data URI of an image begins with data:image/…;base64,");
        }
        if (url.length() - head.end() > Math.ceilDiv(MOST_BYTES, 3) * 4) {
            throw tooLarge(param);
        }
        try {
            return new Inline(Base64.getDecoder().decode(url.substring(head.end())));
        } catch (IllegalArgumentException _) {
            throw invalid(param, "The data URI is not base64.");
        }
    }

    static InvalidParameterException tooLarge(String param) {
        return new InvalidParameterException(
                param, "image_too_large", "An image has at most %d bytes.".formatted(MOST_BYTES));
    }

    static InvalidParameterException invalid(String param, String message) {
        return new InvalidParameterException(param, "invalid_image_url", message);
    }
}
