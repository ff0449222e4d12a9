package ru.xrouter.chart.installed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine for each port of the cluster. */
final class Ports {
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    int of(String service, String name) {
        return taken.computeIfAbsent(service + "/" + name, _ -> free());
    }

    static int free() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
