package ru.xrouter.yandexgpt.chat;

import java.util.Optional;
import ru.xrouter.yandexgpt.wire.WellFormed;

/**
 * A text that YandexGPT repeats whole in every line, given out piece by piece. What was given out cannot be taken back:
 * the pieces joined are always the beginning of the newest text that agrees with them, and never end inside a code
 * point. Keeps one text, no longer than the longest line that is read.
 */
final class CumulativeText {
    private String given = "";

    /** What the newest text adds; nothing while it contradicts what was given out. */
    String grown(String text) {
        return continued(settled(WellFormed.text(text)));
    }

    /**
     * What the last text adds; empty when it contradicts what was given out, so that no honest end is possible. A text
     * that only lost its tail adds nothing.
     */
    Optional<String> completed(String text) {
        var whole = WellFormed.text(text);
        if (whole.startsWith(given) || given.startsWith(whole)) {
            return Optional.of(continued(whole));
        }
        return Optional.empty();
    }

    private String continued(String text) {
        if (!text.startsWith(given)) {
            return "";
        }
        var piece = text.substring(given.length());
        given = text;
        return piece;
    }

    /** Without a tail of replacement characters: a code point of which the rest is still to come. */
    private static String settled(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == WellFormed.REPLACEMENT) {
            end--;
        }
        return text.substring(0, end);
    }
}
