package ru.xrouter.local.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tells whether a port is taken, and by whom as far as this user may know. */
final class PortHolder {
    private static final Path PROC = Path.of("/proc");
    private static final int NAME_LENGTH = 80;

    private PortHolder() {}

    static boolean isTaken(int port) {
        return isAnswered(port) || !isFree(port);
    }

    /** For example {@code nginx (pid 312)}. */
    static String of(int port) {
        return listener(port)
                .map(process -> "%s (pid %d)".formatted(name(process), process.pid()))
                .orElse("a process that this user cannot see");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isAnswered(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static Optional<ProcessHandle> listener(int port) {
        try {
            return Files.isDirectory(PROC.resolve("net")) ? fromProc(port) : fromLsof(port);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<ProcessHandle> fromProc(int port) throws IOException {
        for (var table : List.of("net/tcp", "net/tcp6")) {
            var file = PROC.resolve(table);
            var inode = Files.exists(file)
                    ? SocketTable.listener(Files.readString(file, StandardCharsets.US_ASCII), port)
                    : Optional.<String>empty();
            if (inode.isPresent()) {
                return ProcessHandle.allProcesses()
                        .filter(process -> holds(process, "socket:[" + inode.get() + "]"))
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    private static boolean holds(ProcessHandle process, String socket) {
        try (var descriptors = Files.list(PROC.resolve(process.pid() + "/fd"))) {
            return descriptors.anyMatch(descriptor -> target(descriptor).equals(socket));
        } catch (IOException _) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static Optional<ProcessHandle> fromLsof(int port) throws IOException {
        var lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var answer = lsof.inputReader()) {
            return answer.lines().findFirst().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())));
        } finally {
            ended(lsof);
        }
    }

    private static void ended(Process process) {
        try {
            process.waitFor(1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    /** The program and, of a Java program, the jar or class; other arguments may be secret. */
    private static String name(ProcessHandle process) {
        var command = process.info()
                .command()
                .map(path -> Path.of(path).getFileName().toString())
                .orElse("unknown program");
        var jar = process.info().arguments().stream()
                .flatMap(Arrays::stream)
                .flatMap(argument -> argument.endsWith(".jar") ? Stream.of(argument) : Stream.empty())
                .findFirst();
        var name = jar.map(path -> command + " " + path).orElse(command);
        return name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH) + "…" : name;
    }
}
