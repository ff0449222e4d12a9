package ru.xrouter.gigachat.chat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds marks in a text that comes in any pieces: what may be the beginning of one is held back until it is sure not to
 * be. Pure.
 */
final class HeldMarks {
    private final Pattern mark;
    private final String beginning;
    private final StringBuilder held = new StringBuilder();

    /** Is told of all the text, in its order. */
    interface Reader {
        void text(String text);

        void mark(MatchResult mark);
    }

    /**
     * @param mark of bounded length
     * @param beginning what every mark begins with
     */
    HeldMarks(Pattern mark, String beginning) {
        this.mark = mark;
        this.beginning = beginning;
    }

    void accept(String text, Reader reader) {
        held.append(text);
        var found = mark.matcher(held);
        int from = 0;
        while (found.find(from)) {
            reader.text(held.substring(from, found.start()));
            reader.mark(found);
            from = found.end();
        }
        var to = undecided(from);
        reader.text(held.substring(from, to));
        held.delete(0, to);
    }

    /** The text has ended. */
    void end(Reader reader) {
        var rest = held.toString();
        held.setLength(0);
        reader.text(rest);
    }

    /** Where the text begins that may still become a mark. */
    @SuppressWarnings("JdkObsolete") // The text is a stream: whether it may go on as a mark is the very question.
    private int undecided(int from) {
        for (int i = held.indexOf(beginning, from); i >= 0; i = held.indexOf(beginning, i + 1)) {
            var begun = mark.matcher(held).region(i, held.length());
            if (!begun.lookingAt() && begun.hitEnd()) {
                return i;
            }
        }
        return held.length();
    }
}
