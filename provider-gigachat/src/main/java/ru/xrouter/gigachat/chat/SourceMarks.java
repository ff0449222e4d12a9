package ru.xrouter.gigachat.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import ru.xrouter.api.chat.Citation;
import ru.xrouter.provider.TokenEstimate;

/**
 * GigaChat names the sources of a search as {@code [sources=[1, 2]]} in its text, and lists them by these numbers. Shows
 * {@code [1][2]} instead and remembers where each stands. Marks may come in any pieces; what may be the beginning of one
 * is held back until it is sure not to be. Pure.
 */
final class SourceMarks {
    private static final Pattern MARK = Pattern.compile("\\[sources=\\[(\\d{1,4}(?:, ?\\d{1,4}){0,15})]]");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    private final boolean searched;
    private final HeldMarks held = new HeldMarks(MARK, "[");
    private final List<Mark> marks = new ArrayList<>();
    private long shown;

    private record Mark(String number, long start, long end) {}

    /** A source as GigaChat lists it. */
    record Source(String url, String title) {}

    /** @param searched whether the model may search; else all text is its own */
    SourceMarks(boolean searched) {
        this.searched = searched;
    }

    /** Takes the next piece of the text and gives what may be shown now. */
    String accept(String text) {
        if (!searched) {
            return text;
        }
        var out = new StringBuilder(text.length());
        held.accept(text, into(out));
        return out.toString();
    }

    /** The text has ended: gives what was held back. */
    String end() {
        var out = new StringBuilder();
        held.end(into(out));
        return out.toString();
    }

    private HeldMarks.Reader into(StringBuilder out) {
        return new HeldMarks.Reader() {
            @Override
            public void text(String text) {
                show(text, out);
            }

            @Override
            public void mark(MatchResult found) {
                cite(found.group(1), out);
            }
        };
    }

    /**
     * Where the text names which source; sources that it does not name come last, at its end.
     *
     * @param length code points of the text that the caller sees, which may be cut off
     */
    List<Citation> citations(Map<String, Source> sources, long length) {
        var citations = new ArrayList<Citation>();
        var named = new HashSet<String>();
        for (var mark : marks) {
            var source = sources.get(mark.number());
            if (source != null && mark.end() <= length) {
                citations.add(new Citation(source.url(), source.title(), mark.start(), mark.end()));
                named.add(mark.number());
            }
        }
        sources.forEach((number, source) -> {
            if (!named.contains(number)) {
                citations.add(new Citation(source.url(), source.title(), length, length));
            }
        });
        return citations;
    }

    private void show(String text, StringBuilder out) {
        shown += TokenEstimate.codePoints(text);
        out.append(text);
    }

    private void cite(String numbers, StringBuilder out) {
        var number = NUMBER.matcher(numbers);
        while (number.find()) {
            var text = "[" + number.group() + "]";
            marks.add(new Mark(number.group(), shown, shown + text.length()));
            show(text, out);
        }
    }
}
