package ru.xrouter.simulator.yandex;

import org.jspecify.annotations.Nullable;

/** The folder a request is billed to: what its header and its credential say must agree. */
final class Folder {
    private Folder() {}

    static @Nullable String of(@Nullable String header, @Nullable String credentials) {
        if (header != null && credentials != null && !header.equals(credentials)) {
            throw YandexRefusal.invalid("Specified folder ID '" + header
                    + "' does not match with service account folder ID '" + credentials + "'");
        }
        return header == null ? credentials : header;
    }
}
