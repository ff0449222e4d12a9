package ru.xrouter.auth.apikey;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.pubsub.PubSubCommands;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import ru.xrouter.api.redis.RedisNames;

/**
 * Tells the gateways which keys are no longer valid. The database remembers what was not sent, so a revocation outlives
 * a Redis that is away and a process that dies; telling twice does no harm.
 */
@ApplicationScoped
class Revocations {
    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final int AT_ONCE = 500;

    private final ApiKeyStore keys;
    private final PubSubCommands<String> channel;

    Revocations(ApiKeyStore keys, RedisDataSource redis) {
        this.keys = keys;
        this.channel = redis.pubsub(String.class);
    }

    /** Sends what is not yet sent; what Redis does not take now is sent later. */
    @Scheduled(every = "${xrouter.auth.revocation-retry-every}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void send() {
        try {
            for (var keyId : keys.revocationsToSend(AT_ONCE)) {
                channel.publish(RedisNames.REVOCATIONS, keyId);
                keys.revocationSent(keyId);
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Could not tell the gateways of a revocation yet: %s",
                    e.getClass().getSimpleName());
        }
    }
}
