package ru.xrouter.simulator.gigachat;

import org.jspecify.annotations.Nullable;

/** The files that the account of a request may attach. */
@FunctionalInterface
interface Attachments {
    /** The file of an id; null when the account has none of that id. */
    @Nullable
    FileInfo file(String id);
}
