package ru.xrouter.auth.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Who did what, when and from where. An event is written with the act or not at all, and never changed. */
@ApplicationScoped
public class AuditLog {
    private static final String EVENT = """
            select e.event_id, e.at, e.act, coalesce(p.email, e.user_id), e.via, e.subject, e.address, e.account_id, e.user_id
            from audit_event e left join person p using (user_id)
            """;

    /** No more than a page of each kind is read, however long the log: each is found by an index. */
    static final String OF_ACCOUNT = EVENT + """
            join (
                (select event_id
                from audit_event
                where account_id = :accountId and event_id < :before
                order by event_id desc
                limit :atMost)
                union all
                select own.event_id
                from member m cross join lateral (
                    select event_id
                    from audit_event
                    where user_id = m.user_id and account_id is null and event_id < :before
                    order by event_id desc
                    limit :atMost) as own
                where m.account_id = :accountId
                union all
                select of_app.event_id
                from (select distinct client_id from oauth_grant where account_id = :accountId) as app cross join lateral (
                    select event_id
                    from audit_event
                    where via = app.client_id and account_id is null and user_id is null and event_id < :before
                    order by event_id desc
                    limit :atMost) as of_app
            ) as found on found.event_id = e.event_id
            order by e.event_id desc
            limit :atMost
            """;

    private static final Map<String, String> CONDITIONS = Map.of(
            "account", " and e.account_id = :account",
            "user", " and e.user_id = coalesce((select user_id from person where email = :user), :user)",
            "act", " and e.act = :act",
            "since", " and e.at >= :since");

    /** Through whom operators and their programs act. */
    public static final String OPERATOR = "operator";

    private final Session session;
    private final jakarta.enterprise.event.Event<Act> acts;

    AuditLog(Session session, jakarta.enterprise.event.Event<Act> acts) {
        this.session = session;
        this.acts = acts;
    }

    /** @param subject what the act was about; never a secret */
    @Transactional
    public void add(
            ActKind kind,
            @Nullable String accountId,
            @Nullable String userId,
            @Nullable String subject,
            String address) {
        add(kind, accountId, userId, null, subject, address);
    }

    /**
     * @param via the key or grant that acted, or {@code operator}; null when a person did it themselves
     * @param subject what the act was about; never a secret
     */
    @Transactional
    public void add(
            ActKind kind,
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
                .setParameter("act", kind.wireName())
                .setParameter("subject", subject, String.class)
                .setParameter("address", address)
                .executeUpdate();
        acts.fire(new Act(kind, accountId, userId, via, subject, address));
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

    /** What operators look for; null for all. {@code user} is an id or an e-mail. */
    public record Search(
            @Nullable String account,
            @Nullable String user,
            @Nullable ActKind act,
            @Nullable Instant since) {
        private Map<String, Object> values() {
            var values = new HashMap<String, Object>();
            put(values, "account", account);
            put(values, "user", user);
            put(values, "act", act == null ? null : act.wireName());
            put(values, "since", since);
            return values;
        }

        private static void put(Map<String, Object> values, String name, @Nullable Object value) {
            if (value != null) {
                values.put(name, value);
            }
        }
    }

    /**
     * Everybody's events; the newest first.
     *
     * @param before only events with a smaller id
     */
    @Transactional
    public List<Event> all(Search search, long before, int atMost) {
        var values = search.values();
        var conditions = values.keySet().stream().map(CONDITIONS::get).collect(Collectors.joining());
        var query = session.createNativeQuery(
                        EVENT + " where e.event_id < :before" + conditions + " order by e.event_id desc limit :atMost",
                        Object[].class)
                .setParameter("before", before)
                .setParameter("atMost", atMost);
        values.forEach(query::setParameter);
        return query.getResultStream().map(AuditLog::event).toList();
    }

    /**
     * An account's events, what its members did for themselves, such as signing in, and what the apps did that have access; the newest
     * first.
     *
     * @param before only events with a smaller id
     */
    @Transactional
    public List<Event> ofAccount(String accountId, long before, int atMost) {
        return session.createNativeQuery(OF_ACCOUNT, Object[].class)
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
                (String) row[6],
                (String) row[7],
                (String) row[8]);
    }

    /** One line of the log. */
    public record Event(
            long eventId,
            Instant at,
            String act,
            @Nullable String who,
            @Nullable String via,
            @Nullable String subject,
            @Nullable String address,
            @Nullable String accountId,
            @Nullable String userId) {

        /** Under which name {@link ActTexts} has it. */
        public String text() {
            return ActKind.text(act);
        }

        /** Whether an operator did it, whose address is not for the person to know. */
        public boolean byOperator() {
            return AuditLog.byOperator(via);
        }

        /** Whether its subject is a note among operators. */
        public boolean noteOfOperators() {
            return ActKind.named(act).filter(ActKind::noteOfOperators).isPresent();
        }

        /** When, for people; in UTC. */
        public String minute() {
            return at.toString().substring(0, 16).replace('T', ' ');
        }
    }
}
