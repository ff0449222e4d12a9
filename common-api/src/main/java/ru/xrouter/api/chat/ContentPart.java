package ru.xrouter.api.chat;

/** A piece of a message's content. */
public sealed interface ContentPart {
    record Text(String text) implements ContentPart {}

    record ImageUrl(String url) implements ContentPart {}
}
