package ru.xrouter.auth.notice;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.pubsub.PubSubCommands;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.auth.metrics.AuthMetrics;

/**
 * Tells the gateways to forget what they know of a key or grant. The database remembers what was not sent, so a notice
 * outlives a Redis that is away and a process that dies; telling twice does no harm.
 */
@ApplicationScoped
public class Notices {
    private static final Logger LOG = Logger.getLogger(Notices.class);
    private static final int AT_ONCE = 500;

    private final NoticeStore notices;
    private final PubSubCommands<String> channel;
    private final AfterCommit afterCommit;
    private final AuthMetrics metrics;

    Notices(NoticeStore notices, RedisDataSource redis, AfterCommit afterCommit, AuthMetrics metrics) {
        this.notices = notices;
        this.channel = redis.pubsub(String.class);
        this.afterCommit = afterCommit;
        this.metrics = metrics;
    }

    /** Sends as soon as the running transaction has been committed, and not otherwise. */
    public void add(String subject) {
        notices.add(subject);
        afterCommit.run(this::send);
    }

    /** Sends what is not yet sent; what Redis does not take now is sent later. */
    @Scheduled(every = "${xrouter.auth.revocation-retry-every}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void send() {
        try {
            var waiting = notices.toSend(AT_ONCE);
            metrics.noticesWaiting(waiting.size());
            for (var notice : waiting) {
                channel.publish(RedisNames.REVOCATIONS, notice.subject());
                notices.sent(notice.id());
            }
            metrics.noticesWaiting(0);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Could not tell the gateways of a change yet: %s",
                    e.getClass().getSimpleName());
        }
    }
}
