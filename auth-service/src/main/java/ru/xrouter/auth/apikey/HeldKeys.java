package ru.xrouter.auth.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.Session;
import ru.xrouter.auth.account.MembershipChanged;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.notice.Notices;

/**
 * Ends the secrets that a member was shown and that reach further than the role they have now: those of keys that they made or rotated,
 * by hand or through an app or key of theirs. A key that others were shown a newer secret of goes on with that one; a key without any ends.
 */
@ApplicationScoped
class HeldKeys {
    private final Session session;
    private final Notices notices;
    private final AuditLog audit;

    HeldKeys(Session session, Notices notices, AuditLog audit) {
        this.session = session;
        this.notices = notices;
        this.audit = audit;
    }

    void endWhatTheRoleDoesNotReach(@Observes MembershipChanged change) {
        for (var keyId : endSecrets(change)) {
            if (revokeIfNothingOpensIt(keyId)) {
                audit.add(ActKind.KEY_ENDED_WITH_ROLE, change.accountId(), change.by(), keyId, change.address());
            }
            notices.add(keyId);
        }
    }

    private List<String> endSecrets(MembershipChanged change) {
        return session.createNativeQuery("""
                        with recursive holder (id) as (
                            (select cast(:userId as text)
                            union
                            select grant_id from oauth_grant where account_id = :accountId and user_id = :userId)
                            union
                            select s.key_id
                            from holder h join api_key_secret s on s.shown_to = h.id join api_key k using (key_id)
                            where k.account_id = :accountId
                        ), ended as (
                            delete from api_key_secret s
                            using api_key k
                            where k.key_id = s.key_id and k.account_id = :accountId
                                and s.shown_to in (select id from holder)
                                and k.scopes && cast(string_to_array(:lost, ' ') as text[])
                            returning s.key_id
                        )
                        select distinct key_id from ended
                        """, String.class)
                .setParameter("userId", change.userId())
                .setParameter("accountId", change.accountId())
                .setParameter("lost", String.join(" ", change.lost()))
                .getResultList();
    }

    private boolean revokeIfNothingOpensIt(String keyId) {
        return session.createNativeMutationQuery("""
                        update api_key
                        set revoked_at = :now
                        where key_id = :keyId and revoked_at is null
                            and not exists (select from api_key_secret s where s.key_id = :keyId)
                        """)
                        .setParameter("now", Instant.now().truncatedTo(ChronoUnit.MICROS))
                        .setParameter("keyId", keyId)
                        .executeUpdate()
                == 1;
    }
}
