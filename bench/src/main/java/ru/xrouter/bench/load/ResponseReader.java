package ru.xrouter.bench.load;

import io.netty.buffer.ByteBuf;

/**
 * Reads HTTP/1.1 responses as cheaply as a benchmark needs: the status, the end of the body, and how many server-sent
 * events went by. Bodies have a length or are chunked.
 */
final class ResponseReader {
    private static final int MAX_HEAD = 32 * 1024;
    private static final byte[] CONTENT_LENGTH = {
        'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'
    };
    private static final byte[] CHUNKED = {'c', 'h', 'u', 'n', 'k', 'e', 'd'};
    private static final int STATUS_AT = 9;

    private enum Part {
        HEAD,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        DONE
    }

    private final byte[] head = new byte[MAX_HEAD];
    private int headLength;
    private Part part = Part.HEAD;
    private int status;
    private long remaining;
    private boolean lastChunk;
    private boolean afterNewline;
    private int events;

    /** Gets ready for the next response on the same connection. */
    void reset() {
        headLength = 0;
        part = Part.HEAD;
        status = 0;
        remaining = 0;
        lastChunk = false;
        afterNewline = false;
        events = 0;
    }

    /** Reads what came; true once the response is complete. */
    boolean read(ByteBuf bytes) {
        while (bytes.isReadable() && part != Part.DONE) {
            switch (part) {
                case HEAD -> readHead(bytes);
                case LENGTH -> readBody(bytes, Part.DONE);
                case CHUNK_SIZE -> readChunkSize(bytes);
                case CHUNK -> readBody(bytes, Part.CHUNK_END);
                case CHUNK_END -> readChunkEnd(bytes);
                case DONE -> throw new IllegalStateException();
            }
        }
        return part == Part.DONE;
    }

    int status() {
        return status;
    }

    /** Server-sent events (blank lines) in the body so far. */
    int events() {
        return events;
    }

    private void readHead(ByteBuf bytes) {
        while (bytes.isReadable()) {
            if (headLength == MAX_HEAD) {
                throw new IllegalStateException("a response head of more than " + MAX_HEAD + " bytes");
            }
            var next = bytes.readByte();
            head[headLength++] = next;
            if (next == '\n' && headLength >= 4 && head[headLength - 3] == '\n') {
                headRead();
                return;
            }
        }
    }

    private void headRead() {
        status = (head[STATUS_AT] - '0') * 100 + (head[STATUS_AT + 1] - '0') * 10 + head[STATUS_AT + 2] - '0';
        var length = find(CONTENT_LENGTH);
        if (length >= 0) {
            remaining = number(length);
            part = remaining == 0 ? Part.DONE : Part.LENGTH;
        } else if (find(CHUNKED) >= 0) {
            part = Part.CHUNK_SIZE;
        } else {
            throw new IllegalStateException("a response with neither length nor chunks");
        }
    }

    private void readBody(ByteBuf bytes, Part then) {
        var length = (int) Math.min(remaining, bytes.readableBytes());
        countEvents(bytes, length);
        bytes.skipBytes(length);
        remaining -= length;
        if (remaining == 0) {
            part = then;
        }
    }

    private void countEvents(ByteBuf bytes, int length) {
        var from = bytes.readerIndex();
        var end = from + length;
        if (afterNewline && bytes.getByte(from) == '\n') {
            events++;
        }
        for (var at = bytes.indexOf(from, end, (byte) '\n'); at >= 0; at = bytes.indexOf(at + 1, end, (byte) '\n')) {
            if (at + 1 < end && bytes.getByte(at + 1) == '\n') {
                events++;
            }
        }
        afterNewline = bytes.getByte(end - 1) == '\n';
    }

    private void readChunkSize(ByteBuf bytes) {
        while (bytes.isReadable()) {
            var next = bytes.readByte();
            if (next == '\n') {
                lastChunk = remaining == 0;
                part = lastChunk ? Part.CHUNK_END : Part.CHUNK;
                return;
            }
            var digit = Character.digit(next, 16);
            if (digit >= 0) {
                remaining = remaining * 16 + digit;
            }
        }
    }

    private void readChunkEnd(ByteBuf bytes) {
        while (bytes.isReadable()) {
            if (bytes.readByte() == '\n') {
                part = lastChunk ? Part.DONE : Part.CHUNK_SIZE;
                return;
            }
        }
    }

    private int find(byte[] word) {
        for (var at = 0; at <= headLength - word.length; at++) {
            if (matches(word, at)) {
                return at + word.length;
            }
        }
        return -1;
    }

    private boolean matches(byte[] word, int at) {
        for (var i = 0; i < word.length; i++) {
            if ((head[at + i] | 0x20) != (word[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private long number(int at) {
        var value = 0L;
        for (var i = at; head[i] != '\r'; i++) {
            if (head[i] != ' ') {
                value = value * 10 + head[i] - '0';
            }
        }
        return value;
    }
}
