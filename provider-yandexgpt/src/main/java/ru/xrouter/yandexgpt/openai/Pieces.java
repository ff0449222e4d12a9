package ru.xrouter.yandexgpt.openai;

import ru.xrouter.yandexgpt.wire.WellFormed;

/** Pieces of a text, of which one may end in the first half of a surrogate pair: that waits for the other. */
final class Pieces {
    private String half = "";

    String next(String piece) {
        var text = half + piece;
        var whole = text.length();
        if (whole > 0 && Character.isHighSurrogate(text.charAt(whole - 1))) {
            whole--;
        }
        half = text.substring(whole);
        return WellFormed.text(text.substring(0, whole));
    }

    /** The text has ended: what still waits. */
    String end() {
        var rest = half;
        half = "";
        return WellFormed.text(rest);
    }
}
