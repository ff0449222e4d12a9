package ru.xrouter.e2e.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The stack's Redis, as an operator at its command line sees it. */
public record Redis(int port) {
    private static final int PATIENCE_MILLIS = 5_000;

    /** From now on nobody may write or read usage events. */
    public void blockUsage() {
        ask("ACL", "SETUSER", "default", "-xadd", "-xreadgroup");
    }

    /** Takes {@link #blockUsage} back. */
    public void unblockUsage() {
        ask("ACL", "SETUSER", "default", "+xadd", "+xreadgroup");
    }

    /** An error is a failed test. */
    private void ask(String... words) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var command = new StringBuilder("*%d\r\n".formatted(words.length));
            for (var word : words) {
                command.append("$%d\r\n%s\r\n".formatted(word.length(), word));
            }
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (answer == null || answer.startsWith("-")) {
                throw new AssertionError("Redis answered %s to %s".formatted(answer, String.join(" ", words)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
