package ru.xrouter.gigachat.image;

import org.jspecify.annotations.Nullable;

/** The formats of images that GigaChat's file store takes. */
enum ImageFormat {
    PNG("png", "image/png"),
    JPEG("jpg", "image/jpeg"),
    TIFF("tiff", "image/tiff"),
    BMP("bmp", "image/bmp");

    private final String ending;
    private final String mediaType;

    ImageFormat(String ending, String mediaType) {
        this.ending = ending;
        this.mediaType = mediaType;
    }

    /** The format by the content itself, whatever it is called; null when it is none of these. */
    static @Nullable ImageFormat of(byte[] content) {
        if (begins(content, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return PNG;
        }
        if (begins(content, 0xFF, 0xD8, 0xFF)) {
            return JPEG;
        }
        if (begins(content, 'I', 'I', 42, 0) || begins(content, 'M', 'M', 0, 42)) {
            return TIFF;
        }
        return begins(content, 'B', 'M') ? BMP : null;
    }

    String ending() {
        return ending;
    }

    String mediaType() {
        return mediaType;
    }

    private static boolean begins(byte[] content, int... bytes) {
        if (content.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((content[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
