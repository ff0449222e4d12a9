package ru.xrouter.api.chat;

/** A piece of a message's content. */
public sealed interface ContentPart {
    record Text(String text) implements ContentPart {}

    record ImageUrl(String url) implements ContentPart {}

    /** An image that the provider holds already, by the id that it gave it. Never a caller's; adapters put it there. */
    record UploadedImage(String id) implements ContentPart {}
}
