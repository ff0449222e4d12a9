package ru.xrouter.auth.secret;

/** Rows of the database that hold something sealed under the envelope key. */
public interface SealedRows {
    /** What they are called in the answer to an operator. */
    String name();

    /** Seals anew what is not under the current key; tells how many rows that were. May be called again and anywhere. */
    int reseal();
}
