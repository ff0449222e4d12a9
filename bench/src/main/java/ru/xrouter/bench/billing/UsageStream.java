package ru.xrouter.bench.billing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The stream of usage events, over one connection to Redis on which many commands are under way. */
final class UsageStream implements AutoCloseable {
    private static final String STREAM = "xrouter:{usage}:events";
    private static final int BUFFER = 1 << 20;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    UsageStream(InetSocketAddress redis) throws IOException {
        socket.connect(redis);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /** Adds events, as JSON, and returns when all are there. */
    void add(List<String> events) throws IOException {
        for (var event : events) {
            write("XADD", STREAM, "*", "event", event);
        }
        out.flush();
        for (var _ : events) {
            answer();
        }
    }

    /** Events that are not settled. */
    long length() throws IOException {
        write("XLEN", STREAM);
        out.flush();
        return Long.parseLong(answer());
    }

    private void write(String... words) throws IOException {
        out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (var word : words) {
            var bytes = word.getBytes(StandardCharsets.UTF_8);
            out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            out.write('\r');
            out.write('\n');
        }
    }

    private String answer() throws IOException {
        var head = line();
        if (head.startsWith("-")) {
            throw new IOException("Redis answered " + head);
        }
        return head.startsWith("$") ? line() : head.substring(1);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new IOException("Redis has closed the connection.");
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
