package ru.xrouter.auth.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Who did what, when and from where. An event is written with the act or not at all, and never changed. */
@ApplicationScoped
public class AuditLog {
    private static final String EVENT = """
            select e.event_id, e.at, e.act, coalesce(p.email, e.user_id), e.via, e.subject, e.address
            from audit_event e left join person p using (user_id)
            """;

    private static final String OPERATOR = "operator";

    private final Session session;
    private final jakarta.enterprise.event.Event<Act> acts;

    AuditLog(Session session, jakarta.enterprise.event.Event<Act> acts) {
        this.session = session;
        this.acts = acts;
    }

    /** @param subject what the act was about; never a secret */
    @Transactional
    public void add(
            String act, @Nullable String accountId, @Nullable String userId, @Nullable String subject, String address) {
        add(act, accountId, userId, null, subject, address);
    }

    /**
     * @param via the key or grant that acted, or {@code operator}; null when a person did it themselves
     * @param subject what the act was about; never a secret
     */
    @Transactional
    public void add(
            String act,
            @Nullable String accountId,
            @Nullable String userId,
            @Nullable String via,
            @Nullable String subject,
            String address) {
        session.createNativeMutationQuery("""
                        insert into audit_event (at, account_id, user_id, via, act, subject, address)
                        values (:at, :accountId, :userId, :via, :act, :subject, :address)
                        """)
                .setParameter("at", Instant.now())
                .setParameter("accountId", accountId, String.class)
                .setParameter("userId", userId, String.class)
                .setParameter("via", via, String.class)
                .setParameter("act", act)
                .setParameter("subject", subject, String.class)
                .setParameter("address", address)
                .executeUpdate();
        acts.fire(new Act(act, accountId, userId, via, subject, address));
    }

    /** A person's own newest events. */
    @Transactional
    public List<Event> ofUser(String userId, int atMost) {
        return session.createNativeQuery(
                        EVENT + " where e.user_id = :userId order by e.event_id desc limit :atMost", Object[].class)
                .setParameter("userId", userId)
                .setParameter("atMost", atMost)
                .getResultStream()
                .map(AuditLog::event)
                .toList();
    }

    /**
     * An account's events and what its members did for themselves, such as signing in; the newest first.
     *
     * @param before only events with a smaller id
     */
    @Transactional
    public List<Event> ofAccount(String accountId, long before, int atMost) {
        var sql = EVENT + """
                where e.event_id < :before
                    and (e.account_id = :accountId
                        or e.account_id is null
                            and e.user_id in (select user_id from member where account_id = :accountId))
                order by e.event_id desc
                limit :atMost
                """;
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("before", before)
                .setParameter("accountId", accountId)
                .setParameter("atMost", atMost)
                .getResultStream()
                .map(AuditLog::event)
                .toList();
    }

    /** Whether it was an operator, or a program of theirs, that acted. */
    public static boolean byOperator(@Nullable String via) {
        return via != null && (via.equals(OPERATOR) || via.startsWith(OPERATOR + " "));
    }

    private static Event event(Object[] row) {
        return new Event(
                ((Number) row[0]).longValue(),
                (Instant) row[1],
                (String) row[2],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (String) row[6]);
    }

    /** One line of the log. */
    public record Event(
            long eventId,
            Instant at,
            String act,
            @Nullable String who,
            @Nullable String via,
            @Nullable String subject,
            @Nullable String address) {
        private static final String RESET = "reset_second_factor";
        private static final Pattern WORD_AFTER_THE_FIRST = Pattern.compile("_(.)");

        /** Under which name {@link ActTexts} has it. */
        public String text() {
            return text(act);
        }

        /** Under which name {@link ActTexts} has an act. */
        public static String text(String act) {
            return WORD_AFTER_THE_FIRST
                    .matcher(act)
                    .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
        }

        /** Whether an operator did it, whose address is not for the person to know. */
        public boolean byOperator() {
            return AuditLog.byOperator(via);
        }

        /** Whether its subject is a note among operators. */
        public boolean noteOfOperators() {
            return noteOfOperators(act);
        }

        /** Whether the subject of an act is a note among operators. */
        public static boolean noteOfOperators(String act) {
            return act.equals(RESET);
        }

        /** When, for people; in UTC. */
        public String minute() {
            return at.toString().substring(0, 16).replace('T', ' ');
        }
    }
}
