package ru.xrouter.gateway.relay;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that the request bodies held at one time may take together, so that many large ones cannot fill the heap. */
final class BodyBudget {
    private final AtomicLong free;

    BodyBudget(long bytes) {
        free = new AtomicLong(bytes);
    }

    boolean take(long bytes) {
        if (free.addAndGet(-bytes) >= 0) {
            return true;
        }
        free.addAndGet(bytes);
        return false;
    }

    void giveBack(long bytes) {
        free.addAndGet(bytes);
    }
}
