package ru.xrouter.service.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that tests start later. None is of those that the system gives to outgoing connections, which could
 * take it in between.
 */
public final class FreePort {
    private static final int LOWEST = 15_000;
    static final int HIGHEST = 32_000;

    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** A port that nobody listens on, and that this process is not told of again. */
    public static int next() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && TAKEN.add(port)) {
                return port;
            }
        }
    }

    static boolean isFree(int port) {
        try (var _ = new ServerSocket(port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
