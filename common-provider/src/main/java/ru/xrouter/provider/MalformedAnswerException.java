package ru.xrouter.provider;

/** The provider sent something that its documents do not allow. The message is for operators and holds no content. */
public final class MalformedAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedAnswerException(String message) {
        super(message, null, false, false);
    }
}
