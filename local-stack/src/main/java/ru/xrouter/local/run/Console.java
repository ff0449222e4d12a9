package ru.xrouter.local.run;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the person at the terminal reads: one line per event, whole lines only. */
public final class Console {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;

    Console(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** The terminal; its text is UTF-8 whatever the locale says. */
    public static Console terminal() {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        return new Console(out, Boolean.getBoolean("xrouter.colour"));
    }

    public synchronized void line(String text) {
        out.println(text);
    }

    public void good(String text) {
        line(painted(GREEN, "✓") + " " + text);
    }

    public void bad(String text) {
        line(painted(RED, "✗") + " " + text);
    }

    public synchronized void bad(String text, List<String> details) {
        bad(text);
        details.forEach(detail -> out.println("    " + detail));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private String painted(String colour, String text) {
        return coloured ? colour + text + PLAIN : text;
    }
}
