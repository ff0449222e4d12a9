package ru.xrouter.yandexgpt.wire;

/** Makes text fit for UTF-8: JSON can spell half a surrogate pair, UTF-8 cannot. */
public final class WellFormed {
    public static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /** The text with each unpaired surrogate replaced, at the same length. */
    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text, i);
            }
        }
        return text;
    }

    private static String replaced(String text, int from) {
        var chars = text.toCharArray();
        for (int i = from; i < chars.length; i++) {
            if (i + 1 < chars.length && Character.isSurrogatePair(chars[i], chars[i + 1])) {
                i++;
            } else if (Character.isSurrogate(chars[i])) {
                chars[i] = REPLACEMENT;
            }
        }
        return new String(chars);
    }
}
