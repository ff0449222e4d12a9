package ru.xrouter.auth.person;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;

/** Forgets, once an hour, what opens nothing any more; several replicas that do it at once do no harm. */
@ApplicationScoped
class Expired {
    static final int MOST_BROWSERS = 50;

    private static final List<String> EXPIRED = List.of(
            "delete from session where expires_at < now()",
            "delete from email_link where expires_at < now()",
            "delete from outside_attempt where expires_at < now()",
            "delete from outside_pending where expires_at < now()",
            // Nobody waits for them any more; normally they are done at once.
            "delete from mail_wish where created_at < now() - interval '1 day'");
    private static final String TOO_MANY_BROWSERS = """
            delete from known_browser
            where (user_id, hash) in (
                select user_id, hash
                from (
                    select user_id, hash, row_number() over (partition by user_id order by seen_at desc, hash) as place
                    from known_browser) as placed
                where place > :most)
            """;

    private final Session session;

    Expired(Session session) {
        this.session = session;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    @Transactional
    void forget() {
        EXPIRED.forEach(sql -> session.createNativeMutationQuery(sql).executeUpdate());
        session.createNativeMutationQuery(TOO_MANY_BROWSERS)
                .setParameter("most", MOST_BROWSERS)
                .executeUpdate();
    }
}
