package ru.xrouter.gigachat.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import ru.xrouter.provider.MadeFile;

/**
 * The first version of the API names what GigaChat has drawn or filmed in a tag of its text, {@code <img src="<file id>"
 * fuse="true"/>}. Takes the tags out of the text, in whatever pieces it comes, and remembers the files. Pure.
 */
final class FileTags {
    private static final Pattern TAG =
            Pattern.compile("<(img|video)( cover=\"[^\"<>]{0,64}\")? src=\"([A-Za-z0-9-]{1,64})\" fuse=\"true\" ?/>");

    private final boolean asked;
    private final HeldMarks held = new HeldMarks(TAG, "<");
    private final List<MadeFile> files = new ArrayList<>();

    /** @param asked whether the caller wants files; else all text is its own */
    FileTags(boolean asked) {
        this.asked = asked;
    }

    /** Takes the next piece of the text and gives what may be shown now. */
    String accept(String text) {
        if (!asked) {
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

    /** The files that were found since the last time. */
    List<MadeFile> found() {
        var found = List.copyOf(files);
        files.clear();
        return found;
    }

    private HeldMarks.Reader into(StringBuilder out) {
        return new HeldMarks.Reader() {
            @Override
            public void text(String text) {
                out.append(text);
            }

            @Override
            public void mark(MatchResult tag) {
                files.add(new MadeFile(tag.group(3), tag.group(1).equals("img") ? "image/jpeg" : "video/mp4"));
            }
        };
    }
}
