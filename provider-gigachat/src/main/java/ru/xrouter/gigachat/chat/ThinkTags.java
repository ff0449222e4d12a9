package ru.xrouter.gigachat.chat;

/**
 * Parts a model's reasoning from its answer, where both come as one text that begins with {@code <think>…</think>}. Tags
 * may come in any pieces; what may be the beginning of one is held back until it is sure not to be. Tags further on are
 * the answer's own. Pure.
 */
final class ThinkTags {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    /** White space before the tag that is waited through; with more of it there is no tag. */
    private static final int MOST_BLANKS = 64;

    private final StringBuilder held = new StringBuilder();
    private Place place = Place.BEFORE;

    private enum Place {
        /** Nothing but white space has come, and perhaps a part of the tag. */
        BEFORE,
        REASONING,
        /** The tag is closed, and nothing but white space has come since. */
        BETWEEN,
        ANSWER
    }

    /** What may be shown now. */
    record Parts(String reasoning, String answer) {
        private static final Parts NONE = new Parts("", "");
    }

    /** Takes the next piece of the text. */
    Parts accept(String text) {
        if (place == Place.ANSWER) {
            return new Parts("", text);
        }
        if (text.isEmpty()) {
            return Parts.NONE;
        }
        held.append(text);
        if (place == Place.BEFORE) {
            lookForTag();
        }
        var reasoning = place == Place.REASONING ? reasoning() : "";
        if (place == Place.BETWEEN) {
            skipBlanks();
        }
        return new Parts(reasoning, place == Place.ANSWER ? release(held.length()) : "");
    }

    /** The text has ended: gives what was held back. */
    Parts end() {
        return switch (place) {
            case REASONING -> new Parts(release(held.length()), "");
            case BEFORE, BETWEEN, ANSWER -> new Parts("", release(held.length()));
        };
    }

    private void lookForTag() {
        var blanks = blanks();
        var rest = held.length() - blanks;
        if (blanks > MOST_BLANKS) {
            place = Place.ANSWER;
        } else if (rest >= OPEN.length() && held.indexOf(OPEN, blanks) == blanks) {
            release(blanks + OPEN.length());
            place = Place.REASONING;
        } else if (!OPEN.startsWith(held.substring(blanks, blanks + Math.min(rest, OPEN.length())))) {
            place = Place.ANSWER;
        }
    }

    private String reasoning() {
        var close = held.indexOf(CLOSE);
        if (close < 0) {
            return release(held.length() - undecided());
        }
        var reasoning = release(close);
        release(CLOSE.length());
        place = Place.BETWEEN;
        return reasoning;
    }

    private void skipBlanks() {
        release(blanks());
        if (!held.isEmpty()) {
            place = Place.ANSWER;
        }
    }

    private int blanks() {
        int blanks = 0;
        while (blanks < held.length() && Character.isWhitespace(held.charAt(blanks))) {
            blanks++;
        }
        return blanks;
    }

    /** Length of the longest end of the text that begins the closing tag. */
    private int undecided() {
        for (int length = Math.min(CLOSE.length() - 1, held.length()); length > 0; length--) {
            if (CLOSE.startsWith(held.substring(held.length() - length))) {
                return length;
            }
        }
        return 0;
    }

    private String release(int length) {
        var text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }
}
