package ru.xrouter.auth.apikey;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * When keys were last used: gathered in memory, written in the background, so that no look-up waits for a write. Holds
 * at most {@value #CAPACITY} keys; more are not recorded until the next write.
 */
@ApplicationScoped
class LastUse {
    static final int CAPACITY = 10_000;

    private static final Logger LOG = Logger.getLogger(LastUse.class);

    private final ApiKeyStore keys;
    private final Map<String, Instant> pending = new ConcurrentHashMap<>();

    LastUse(ApiKeyStore keys) {
        this.keys = keys;
    }

    void record(String keyId, Instant now) {
        if (pending.size() < CAPACITY || pending.containsKey(keyId)) {
            pending.put(keyId, now);
        }
    }

    @Scheduled(every = "${xrouter.auth.last-used-every}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void write() {
        var written = Map.copyOf(pending);
        if (written.isEmpty()) {
            return;
        }
        try {
            keys.touch(written);
            written.forEach(pending::remove);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Could not write when keys were last used: %s", e.getClass().getSimpleName());
        }
    }

    void writeTheRest(@Observes ShutdownEvent event) {
        write();
    }
}
