package ru.xrouter.auth.outside;

/** Why nobody could be signed in through a provider. The message is for the log; it holds no secret. */
public final class OutsideFault extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    OutsideFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What the person is told. */
    public enum Kind {
        /** They, or the provider, said no. */
        DENIED,
        /** The provider cannot be reached. */
        UNREACHABLE,
        /** What it answered is not to be believed. */
        UNTRUSTED
    }
}
