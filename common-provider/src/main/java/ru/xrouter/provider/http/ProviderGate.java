package ru.xrouter.provider.http;

import io.vertx.core.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import ru.xrouter.provider.ChatProvider;

/**
 * Lets no more calls run at the same time than the provider allows; the others wait in order, up to a bound, each no
 * longer than its own deadline. Shared by all event loops.
 */
@Singleton
final class ProviderGate {
    private final int most;
    private final int waiting;
    private final Queue<Pass> queue = new ArrayDeque<>();
    private int inside;

    /** The gate of our own credential. */
    @Inject
    ProviderGate(ProviderConfig config, ChatProvider provider) {
        this(config.concurrency().orElseGet(() -> provider.callsAtOnce(null)), config.waiting());
    }

    ProviderGate(int most, int waiting) {
        this.most = most;
        this.waiting = waiting;
    }

    /** One call's way through the gate. */
    final class Pass {
        private final Context context;
        private final Runnable admitted;
        private boolean admittedAlready;
        private boolean left;

        private Pass(Context context, Runnable admitted) {
            this.context = context;
            this.admitted = admitted;
        }

        /** Runs {@code admitted} as soon as there is a place, at once if there is one; false when too many wait already. */
        boolean enter() {
            if (!place(this)) {
                return false;
            }
            if (admittedAlready) {
                admitted.run();
            }
            return true;
        }

        /** Gives the place back, or stops waiting for one. May be called again. */
        void leave() {
            var next = leaving();
            if (next != null) {
                next.context.runOnContext(_ -> next.admitted.run());
            }
        }

        private @Nullable Pass leaving() {
            synchronized (ProviderGate.this) {
                if (left) {
                    return null;
                }
                left = true;
                if (!admittedAlready) {
                    queue.remove(this);
                    return null;
                }
                var next = queue.poll();
                if (next == null) {
                    inside--;
                } else {
                    next.admittedAlready = true;
                }
                return next;
            }
        }
    }

    /**
     * A call that has not entered yet. Whoever asked holds the pass before {@code admitted} runs, so that a call that
     * fails at once can still give its place back.
     */
    Pass pass(Context context, Runnable admitted) {
        return new Pass(context, admitted);
    }

    /** Calls that have a place. */
    synchronized int running() {
        return inside;
    }

    /** Calls that wait for one. */
    synchronized int waiting() {
        return queue.size();
    }

    private synchronized boolean place(Pass pass) {
        if (most == 0 || inside < most) {
            inside++;
            pass.admittedAlready = true;
            return true;
        }
        return queue.size() < waiting && queue.add(pass);
    }
}
