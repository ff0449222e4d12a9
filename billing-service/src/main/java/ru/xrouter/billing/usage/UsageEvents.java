package ru.xrouter.billing.usage;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.billing.balance.BalanceCache;
import ru.xrouter.billing.balance.BalancePublisher;
import ru.xrouter.billing.usage.UsageEventReader.Reading;
import ru.xrouter.billing.usage.UsageStream.Claim;
import ru.xrouter.billing.usage.UsageStream.Entry;
import ru.xrouter.service.error.DatabaseAway;

/**
 * Reads usage events and settles them, batch by batch, on one virtual thread. A batch is finished in Redis only after
 * the database and the balances have it, and is tried until then, so nothing is lost whichever process dies; what is
 * settled again by that does nothing.
 */
@ApplicationScoped
class UsageEvents {
    private static final Logger LOG = Logger.getLogger(UsageEvents.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final UsageStream stream;
    private final UsageEventReader reader;
    private final Settlements settlements;
    private final BalanceCache balances;
    private final BalancePublisher publisher;
    private final UsageMetrics metrics;
    private final BillingConfig config;
    private final String consumer = consumerName();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private @Nullable Thread thread;
    private List<Entry> unfinished = List.of();
    private String claimFrom = Claim.END;
    private long claimAt = System.nanoTime();
    private int failures;
    private volatile boolean working;

    UsageEvents(
            UsageStream stream,
            UsageEventReader reader,
            Settlements settlements,
            BalanceCache balances,
            BalancePublisher publisher,
            UsageMetrics metrics,
            BillingConfig config) {
        this.stream = stream;
        this.reader = reader;
        this.settlements = settlements;
        this.balances = balances;
        this.publisher = publisher;
        this.metrics = metrics;
        this.config = config;
    }

    /** Whether the last batch, or the last look for one, went well. */
    boolean working() {
        return working;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("usage-events").start(this::run);
    }

    /** Reads no more and finishes the batch in hand. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        if (thread != null && !thread.join(LONGEST_STOP)) {
            LOG.warn("The batch in hand is left to another consumer");
        }
    }

    private void run() {
        try {
            while (!stopped()) {
                stepOrRecover();
            }
        } finally {
            working = false;
        }
        leave();
    }

    private void stepOrRecover() {
        try {
            step();
            failures = 0;
            working = true;
        } catch (RuntimeException e) {
            recover(e);
        }
    }

    private void step() {
        if (unfinished.isEmpty()) {
            unfinished = next();
        }
        if (!unfinished.isEmpty()) {
            metrics.timed(() -> process(unfinished));
            var full = unfinished.size() >= config.batchSize();
            unfinished = List.of();
            if (!full) {
                pause(config.linger().toMillis());
            }
        }
    }

    private List<Entry> next() {
        if (System.nanoTime() >= claimAt) {
            var claim = stream.claim(consumer, config.batchSize(), config.claimAfter(), claimFrom);
            claimFrom = claim.next();
            if (claimFrom.equals(Claim.END)) {
                claimAt = System.nanoTime() + config.claimEvery().toNanos();
            }
            if (!claim.entries().isEmpty()) {
                return claim.entries();
            }
        }
        return stream.read(consumer, config.batchSize(), config.readWait());
    }

    private void process(List<Entry> entries) {
        var readable = new ArrayList<Entry>(entries.size());
        var events = new ArrayList<UsageEvent>(entries.size());
        for (var entry : entries) {
            switch (reader.read(entry.event())) {
                case Reading.Understood(var event) -> {
                    readable.add(entry);
                    events.add(event);
                }
                case Reading.Unreadable(var reason) -> park(entry, reason);
            }
        }
        if (!events.isEmpty()) {
            settle(readable, events);
        }
    }

    private void settle(List<Entry> entries, List<UsageEvent> events) {
        Settlements.Settled settled;
        try {
            settled = settlements.settle(events);
        } catch (RuntimeException e) {
            if (DatabaseAway.isBehind(e) || stopped()) {
                throw e;
            }
            settleOneByOne(entries, events, e);
            return;
        }
        balances.settled(settled.accounts(), settled.spent(), events);
        stream.done(entries);
        events.forEach(event -> metrics.settled(event, settled.charged().contains(event.generationId())));
    }

    /** One event that the database refuses must not hold up the others. */
    private void settleOneByOne(List<Entry> entries, List<UsageEvent> events, RuntimeException refusal) {
        if (entries.size() == 1) {
            park(
                    entries.getFirst(),
                    "it cannot be settled: " + refusal.getClass().getSimpleName());
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            settle(List.of(entries.get(i)), List.of(events.get(i)));
        }
    }

    private void park(Entry entry, String reason) {
        stream.park(entry, reason);
        metrics.parked();
        LOG.errorf("Parked usage entry %s: %s", entry.id(), reason);
    }

    private void recover(RuntimeException failure) {
        if (UsageStream.groupIsGone(failure) && createdGroup()) {
            return;
        }
        working = false;
        failures++;
        LOG.warnf(
                "Usage events cannot be settled at the moment: %s",
                failure.getClass().getSimpleName());
        pause();
    }

    /** A stream without our group is new, or Redis was flushed and has lost the balances too. */
    private boolean createdGroup() {
        try {
            stream.createGroup();
            publisher.publishAll();
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }

    private void pause() {
        var longest = FIRST_PAUSE.toMillis() << Math.min(failures, MOST_DOUBLINGS);
        pause(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    }

    /** Waits, or until it is time to stop. */
    private void pause(long millis) {
        try {
            stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private void leave() {
        try {
            stream.leave(consumer);
        } catch (RuntimeException e) {
            LOG.debugf("Could not leave the consumer group: %s", e.getClass().getSimpleName());
        }
    }

    private static String consumerName() {
        var host = System.getenv().getOrDefault("HOSTNAME", "local");
        return host + "-" + UUID.randomUUID();
    }
}
