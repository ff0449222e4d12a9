package ru.xrouter.api.chat;

/**
 * A file that a model made: a picture, or anything else.
 *
 * @param name the provider's name for it
 * @param mediaType of the content, {@code image/jpeg}
 * @param base64 the content
 */
public record AnswerFile(String name, String mediaType, String base64) {
    public boolean isImage() {
        return mediaType.startsWith("image/");
    }

    /** The content as an address of its own. */
    String dataUri() {
        return "data:" + mediaType + ";base64," + base64;
    }
}
