package ru.xrouter.simulator.knobs;

/** Knobs written inside a message as {@code [[sim status=503]]}, and the message without them. */
public record Directive(Knobs knobs, String text) {
    private static final String OPEN = "[[sim";
    private static final String CLOSE = "]]";

    /** Finds the first directive of a text; throws on a knob it does not know. */
    public static Directive in(String text) {
        var open = text.indexOf(OPEN);
        var close = open < 0 ? -1 : text.indexOf(CLOSE, open);
        if (close < 0) {
            return new Directive(Knobs.NONE, text);
        }
        var knobs = Knobs.parse(text.substring(open + OPEN.length(), close));
        var rest = text.substring(0, open) + text.substring(close + CLOSE.length());
        return new Directive(knobs, rest.strip());
    }

    /** The text without its directive, whatever that says: what tokens are counted on. */
    public static String strip(String text) {
        var open = text.indexOf(OPEN);
        var close = open < 0 ? -1 : text.indexOf(CLOSE, open);
        return close < 0 ? text : (text.substring(0, open) + text.substring(close + CLOSE.length())).strip();
    }
}
