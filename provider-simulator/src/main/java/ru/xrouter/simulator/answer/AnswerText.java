package ru.xrouter.simulator.answer;

import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;

/** A generated text and whether the caller's token limit ended it; the same request always gets the same one. */
public record AnswerText(String text, int codePoints, boolean truncated) {
    private static final int ECHOED = 400;
    private static final int CHUNK_TOKENS = 3;
    private static final String TAIL = " Так отвечает имитатор: предсказуемо, без сети и без настоящей модели,"
            + " зато с честным счётом токенов и обычным потоком.";
    private static final String FILLER = "Имитатор отвечает ровно столько слов, сколько у него попросили. ";

    /** The answer to a message: of the length its knobs ask for, or an echo. */
    public static AnswerText to(String message, Knobs knobs, long maxTokens) {
        var tokens = (int) knobs.get(Knob.TOKENS, 0);
        return limited(tokens > 0 ? filler(tokens) : "Эхо: " + beginning(message) + "." + TAIL, maxTokens);
    }

    /** The text, cut where the limit of tokens ends it. */
    public static AnswerText limited(String text, long maxTokens) {
        var codePoints = text.codePointCount(0, text.length());
        if (Tokens.ofCodePoints(codePoints) <= maxTokens) {
            return new AnswerText(text, codePoints, false);
        }
        var kept = (int) maxTokens * Tokens.CODE_POINTS;
        return new AnswerText(text.substring(0, text.offsetByCodePoints(0, kept)), kept, true);
    }

    /** Tokens of the whole text. */
    public int tokens() {
        return Tokens.ofCodePoints(codePoints);
    }

    /** How many pieces the text is streamed in. */
    public int pieces(Knobs knobs) {
        var wanted = knobs.get(Knob.CHUNKS, Math.ceilDiv(tokens(), CHUNK_TOKENS));
        return Math.clamp(wanted, 1, Math.max(1, codePoints));
    }

    /** Code points in the first pieces. */
    public int codePointsAfter(int piece, int pieces) {
        return (int) ((long) (piece + 1) * codePoints / pieces);
    }

    /** Where so many code points end, as an index of the text. */
    public int index(int codePointCount) {
        return codePoints == text.length() ? codePointCount : text.offsetByCodePoints(0, codePointCount);
    }

    private static String beginning(String message) {
        return message.length() <= ECHOED || message.codePointCount(0, message.length()) <= ECHOED
                ? message
                : message.substring(0, message.offsetByCodePoints(0, ECHOED));
    }

    private static String filler(int tokens) {
        var length = tokens * Tokens.CODE_POINTS;
        return FILLER.repeat(length / FILLER.length() + 1).substring(0, length);
    }
}
