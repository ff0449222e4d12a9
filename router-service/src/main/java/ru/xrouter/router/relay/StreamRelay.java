package ru.xrouter.router.relay;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;

/**
 * Takes the reports out of an adapter's event stream and leaves every other byte as it is. It looks for the ends of
 * events and at their first line, at nothing else. Events may be cut anywhere; only whole events come out, so that an
 * error event can follow at any time.
 */
public final class StreamRelay {
    /** Longest event; a stream with a longer one counts as broken. */
    static final int MAX_EVENT = 4 << 20;

    private static final int MAX_REPORT = 8 << 10;
    private static final byte[] REPORT = AdapterReport.EVENT_LINE.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final Buffer NOTHING = Buffer.buffer(0);

    private Buffer tail = NOTHING;
    /** True at the start, so that a blank line there is no part of the first event. */
    private boolean afterNewline = true;

    private boolean broken;
    private byte @Nullable [] newest;

    /** What of all whole events so far is still to be passed on; may be empty. */
    public Buffer accept(Buffer chunk) {
        var before = tail.length();
        var data = before == 0 ? chunk : tail.appendBuffer(chunk);
        var bytes = chunk.getBytes();
        var out = new Slices(data);
        var start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') {
                afterNewline = false;
            } else if (!afterNewline) {
                afterNewline = true;
            } else {
                var end = before + i + 1;
                event(data, start, end, out);
                start = end;
            }
        }
        keep(data, start, before > 0);
        return out.joined();
    }

    private void event(Buffer data, int start, int end, Slices out) {
        if (!startsWith(data, start, end, REPORT)) {
            out.extend(start, end);
        } else if (end - start <= MAX_REPORT) {
            newest = data.getBytes(start, end);
        } else {
            broken = true;
        }
    }

    private void keep(Buffer data, int start, boolean isTail) {
        if (start == data.length()) {
            tail = NOTHING;
        } else if (start > 0 || !isTail) {
            tail = Buffer.buffer(data.length() - start).appendBuffer(data, start, data.length() - start);
        }
        broken |= tail.length() > MAX_EVENT;
    }

    /** Whether the stream breaks its own rules and cannot be passed on. */
    public boolean broken() {
        return broken;
    }

    /** The newest report; null when none came, or when it cannot be read. */
    public @Nullable AdapterReport newestReport() {
        var raw = newest;
        if (raw == null) {
            return null;
        }
        var offset = REPORT.length + DATA.length;
        return raw.length > offset ? Reports.read(raw, offset) : null;
    }

    private static boolean startsWith(Buffer data, int start, int end, byte[] prefix) {
        if (end - start < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (data.getByte(start + i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Parts of one buffer, joined without copying where they touch. */
    private static final class Slices {
        private final Buffer data;
        private @Nullable Buffer joined;
        private int from;
        private int to;

        Slices(Buffer data) {
            this.data = data;
        }

        void extend(int start, int end) {
            if (to == start) {
                to = end;
                return;
            }
            append();
            from = start;
            to = end;
        }

        private void append() {
            if (to > from) {
                var all = joined;
                if (all == null) {
                    all = Buffer.buffer(data.length());
                    joined = all;
                }
                all.appendBuffer(data, from, to - from);
            }
        }

        Buffer joined() {
            var all = joined;
            if (all != null) {
                append();
                return all;
            }
            return from == 0 && to == data.length() ? data : data.slice(from, to);
        }
    }
}
