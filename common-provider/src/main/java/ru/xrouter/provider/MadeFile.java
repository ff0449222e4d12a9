package ru.xrouter.provider;

/**
 * A file that the provider made for an answer and holds for us.
 *
 * @param id the provider's name for it
 * @param mediaType of its content, {@code image/jpeg}
 */
public record MadeFile(String id, String mediaType) {}
