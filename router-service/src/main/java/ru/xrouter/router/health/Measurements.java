package ru.xrouter.router.health;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.router.catalogue.Offer;

/**
 * What this router has seen of the candidates in the last five minutes: a window of one size for each candidate that was
 * called, and none for those that were not.
 */
@Singleton
public class Measurements {
    /** How far back it remembers. */
    public static final Duration WINDOW = Window.LENGTH;

    /** The provider's trouble, or ours with its adapter; everything else that ends an attempt says nothing of the provider. */
    private static final Set<String> FAULTS =
            Set.of("rate_limited", "bad_credentials", "unavailable", "timed_out", "interrupted", "unreachable");

    /** An answer that comes within this after its beginning came in one piece, which tells nothing of the tokens' pace. */
    private static final long AS_ONE_MILLIS = 50;

    private final Map<Served, Window> windows = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    public Measurements() {
        this(System::currentTimeMillis);
    }

    Measurements(LongSupplier clock) {
        this.clock = clock;
    }

    /** A streamed answer began. */
    public void firstToken(Offer offer, Duration after) {
        record(Served.by(offer), tally -> tally.firstToken(after.toMillis()));
    }

    /** A streamed answer is complete. */
    public void streamed(Offer offer) {
        record(Served.by(offer), Tally::answered);
    }

    /** An answer that was not streamed is there. */
    public void answered(Offer offer, Duration after) {
        record(Served.by(offer), tally -> {
            tally.answered();
            tally.whole(after.toMillis());
        });
    }

    /**
     * An attempt brought no answer.
     *
     * @param outcome the failure's wire name, or how the generation ended
     */
    public void failed(Offer offer, String outcome) {
        // A customer's own credential may be at its own limits, which says nothing of the provider to others.
        if (offer.own() == null && FAULTS.contains(outcome)) {
            record(Served.by(offer), Tally::failed);
        }
    }

    /** A generation ended; an answer of a single attempt tells how fast its tokens came. */
    public void ended(UsageEvent event) {
        var tokens = event.usage().completionTokens();
        if (event.outcome() != Outcome.ANSWERED || event.attempts() != 1 || tokens == 0) {
            return;
        }
        var took = generating(event.streamed(), event.firstByteMillis(), event.latencyMillis());
        record(new Served(event.model(), event.provider()), tally -> tally.generated(tokens, took));
    }

    /** Milliseconds in which the tokens came: since the first of them, unless all came as one. */
    static long generating(boolean streamed, @Nullable Long firstByteMillis, long latencyMillis) {
        var sinceFirst = streamed && firstByteMillis != null ? latencyMillis - firstByteMillis : 0;
        return Math.max(1, sinceFirst < AS_ONE_MILLIS ? latencyMillis : sinceFirst);
    }

    private void record(Served served, Consumer<Tally> what) {
        var known = windows.get(served);
        (known == null ? windows.computeIfAbsent(served, _ -> new Window()) : known).record(clock.getAsLong(), what);
    }

    /** What is known at this moment; candidates that were not called any more are forgotten. */
    Map<Served, Tally> sums() {
        var now = clock.getAsLong();
        var sums = new HashMap<Served, Tally>();
        windows.forEach((served, window) -> {
            var sum = window.sum(now);
            if (sum.isEmpty()) {
                windows.remove(served, window);
            } else {
                sums.put(served, sum);
            }
        });
        return sums;
    }
}
