package ru.xrouter.provider.format;

/** A check of a caller's has taken too long. */
final class TooSlowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooSlowException() {
        super(null, null, false, false);
    }
}
