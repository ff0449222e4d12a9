package ru.xrouter.auth.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Who did what, when and from where. An event is written with the act or not at all, and never changed. */
@ApplicationScoped
public class AuditLog {
    private final Session session;

    AuditLog(Session session) {
        this.session = session;
    }

    /** @param subject what the act was about; never a secret */
    @Transactional
    public void add(
            String act, @Nullable String accountId, @Nullable String userId, @Nullable String subject, String address) {
        session.createNativeMutationQuery("""
                        insert into audit_event (at, account_id, user_id, act, subject, address)
                        values (:at, :accountId, :userId, :act, :subject, :address)
                        """)
                .setParameter("at", Instant.now())
                .setParameter("accountId", accountId, String.class)
                .setParameter("userId", userId, String.class)
                .setParameter("act", act)
                .setParameter("subject", subject, String.class)
                .setParameter("address", address)
                .executeUpdate();
    }

    /** A person's own newest events. */
    @Transactional
    public List<Event> ofUser(String userId, int atMost) {
        return session.createNativeQuery("""
                        select at, act, subject, address
                        from audit_event
                        where user_id = :userId
                        order by event_id desc
                        limit :atMost
                        """, Object[].class)
                .setParameter("userId", userId)
                .setParameter("atMost", atMost)
                .getResultStream()
                .map(row -> new Event((Instant) row[0], (String) row[1], (String) row[2], (String) row[3]))
                .toList();
    }

    /** One line of the log. */
    public record Event(
            Instant at,
            String act,
            @Nullable String subject,
            @Nullable String address) {
        /** When, for people; in UTC. */
        public String minute() {
            return at.toString().substring(0, 16).replace('T', ' ');
        }
    }
}
