package ru.xrouter.simulator.gigachat;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What GigaChat's file store takes, by the ending of a file's name, and how large it may be. */
enum FileKind {
    TEXT(40, "txt doc docx pdf epub ppt pptx"),
    IMAGE(15, "jpg jpeg png tiff bmp"),
    AUDIO(35, "mp3 mp4 m4a wav weba ogg opus");

    private static final int MEBIBYTE = 1024 * 1024;

    private final int most;
    private final String endings;

    FileKind(int mebibytes, String endings) {
        this.most = mebibytes * MEBIBYTE;
        this.endings = endings;
    }

    /** The kind of a file of this name; null when the store does not take it. */
    static @Nullable FileKind of(String filename) {
        var ending = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (var kind : values()) {
            if (Arrays.asList(kind.endings.split(" ", -1)).contains(ending)) {
                return kind;
            }
        }
        return null;
    }

    /** Most bytes of one file. */
    int most() {
        return most;
    }
}
