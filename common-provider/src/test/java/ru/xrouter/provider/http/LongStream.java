package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import ru.xrouter.provider.StreamTranslation;

/** Feeds a translation an answer far longer than any, and tells how much of it the translation keeps. */
public final class LongStream {
    /** What one event says, in letters of one byte. */
    public static final String TEXT = "all work and no play makes a dull boy, ".repeat(40);

    private static final int EVENTS = 20_000;
    private static final int WARM = 50;

    private LongStream() {}

    /** How many bytes all the texts of a stream have that says {@link #TEXT} in each event. */
    public static long said() {
        return (long) TEXT.length() * EVENTS;
    }

    /** How many bytes more are held at the end of such a stream than near its beginning. */
    public static long kept(StreamTranslation translation, String event) {
        return kept(translation, EVENTS, _ -> event);
    }

    /** The same for events that differ by their number. */
    public static long kept(StreamTranslation translation, int events, IntFunction<String> event) {
        var lines = new Lines();
        try {
            var before = 0L;
            for (int number = 0; number < events; number++) {
                if (number == WARM) {
                    before = held();
                }
                var part = Buffer.buffer(event.apply(number).getBytes(StandardCharsets.UTF_8));
                lines.accept(part, line -> translation.line(line));
            }
            return held() - before;
        } finally {
            Reference.reachabilityFence(translation);
            Reference.reachabilityFence(lines);
        }
    }

    private static long held() {
        var runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
