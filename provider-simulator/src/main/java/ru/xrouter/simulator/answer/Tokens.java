package ru.xrouter.simulator.answer;

/**
 * The simulator's one rule for counting tokens: a text has one token for every four code points begun; a prompt has
 * three tokens, three more for each message, and the tokens of every text in it.
 */
public final class Tokens {
    /** Tokens of a prompt beside its messages. */
    public static final int PER_PROMPT = 3;
    /** Tokens of a message beside its text. */
    public static final int PER_MESSAGE = 3;
    /** Code points in a full token. */
    public static final int CODE_POINTS = 4;

    private Tokens() {}

    /** Tokens of a text. */
    public static int of(String text) {
        return ofCodePoints(text.codePointCount(0, text.length()));
    }

    /** Tokens of a text of so many code points. */
    public static int ofCodePoints(int codePoints) {
        return (codePoints + CODE_POINTS - 1) / CODE_POINTS;
    }
}
