package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.function.Consumer;
import ru.xrouter.provider.MalformedAnswerException;

/** Cuts a byte stream into lines, wherever the network cut it. Keeps at most one unfinished line, of bounded length. */
public final class Lines {
    private static final int LONGEST = 4 * 1024 * 1024;
    private static final byte[] NOTHING = {};

    private byte[] rest = NOTHING;

    public void accept(Buffer buffer, Consumer<byte[]> line) {
        var bytes = buffer.getBytes();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                emit(bytes, start, i, line);
                start = i + 1;
            }
        }
        keep(bytes, start);
    }

    /** The stream ended: what is left is a line without a line end. */
    public void end(Consumer<byte[]> line) {
        if (rest.length > 0) {
            emit(NOTHING, 0, 0, line);
        }
    }

    private void emit(byte[] bytes, int start, int end, Consumer<byte[]> line) {
        var whole = joined(bytes, start, end);
        rest = NOTHING;
        var length = whole.length > 0 && whole[whole.length - 1] == '\r' ? whole.length - 1 : whole.length;
        line.accept(length == whole.length ? whole : Arrays.copyOf(whole, length));
    }

    private void keep(byte[] bytes, int start) {
        if (start < bytes.length) {
            rest = joined(bytes, start, bytes.length);
            if (rest.length > LONGEST) {
                throw new MalformedAnswerException("A line of the stream is longer than %d bytes.".formatted(LONGEST));
            }
        }
    }

    private byte[] joined(byte[] bytes, int start, int end) {
        if (rest.length == 0) {
            return Arrays.copyOfRange(bytes, start, end);
        }
        var whole = Arrays.copyOf(rest, rest.length + end - start);
        System.arraycopy(bytes, start, whole, rest.length, end - start);
        return whole;
    }
}
