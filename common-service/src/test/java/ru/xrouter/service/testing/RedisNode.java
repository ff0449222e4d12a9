package ru.xrouter.service.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A real server on loopback, asked in plain text.
 *
 * @param password what it wants to be told first; nothing when it is empty
 */
record RedisNode(int port, String password) {
    private static final Pattern PROCESS = Pattern.compile("process_id:(\\d+)");
    private static final Pattern OFFSET = Pattern.compile("master_repl_offset:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BUS = 10_000;

    /** Sends one inline command and reads its whole answer, as text. */
    String ask(String command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            if (!password.isEmpty()) {
                answer(socket, answer, "AUTH default " + password);
            }
            return answer(socket, answer, command);
        }
    }

    private static String answer(Socket socket, BufferedReader answer, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        var head = String.valueOf(answer.readLine());
        if (head.startsWith("-")) {
            throw new IOException(head);
        }
        return head.startsWith("$") ? text(answer, Integer.parseInt(head.substring(1))) : head;
    }

    private static String text(BufferedReader answer, int length) throws IOException {
        var text = new char[length];
        var read = 0;
        while (read < length) {
            var more = answer.read(text, read, length - read);
            if (more < 0) {
                throw new IOException("The answer broke off.");
            }
            read += more;
        }
        return new String(text);
    }

    void await(String command, String wanted) throws IOException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!says(command, wanted)) {
            if (System.nanoTime() > end) {
                throw new IOException("Node %d never said %s.".formatted(port, wanted));
            }
            pause();
        }
    }

    private boolean says(String command, String wanted) {
        try {
            return ask(command).contains(wanted);
        } catch (IOException e) {
            // A sentinel that makes it the master ends all of its connections, this one too.
            return false;
        }
    }

    /** How much it has written, or followed of what its master has. */
    long offset() throws IOException {
        return number(OFFSET, ask("INFO replication"));
    }

    /** Ends its process as a dying machine would. */
    void kill() throws IOException {
        var process = ProcessHandle.of(number(PROCESS, ask("INFO server"))).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static long number(Pattern pattern, String info) {
        var found = pattern.matcher(info);
        if (!found.find()) {
            throw new IllegalStateException("No %s in: %s".formatted(pattern, info));
        }
        return Long.parseLong(found.group(1));
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The nodes of a cluster talk to each other on a port that lies a fixed distance above. */
    static int freePort() {
        while (true) {
            var port = FreePort.next();
            if (port + BUS < FreePort.HIGHEST && FreePort.isFree(port + BUS)) {
                return port;
            }
        }
    }
}
