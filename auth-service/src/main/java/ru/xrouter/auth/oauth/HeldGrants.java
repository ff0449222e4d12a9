package ru.xrouter.auth.oauth;

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

/** Ends the grants of a member that reach further than the role they have now. */
@ApplicationScoped
class HeldGrants {
    private final Session session;
    private final Notices notices;
    private final AuditLog audit;

    HeldGrants(Session session, Notices notices, AuditLog audit) {
        this.session = session;
        this.notices = notices;
        this.audit = audit;
    }

    void endWhatTheRoleDoesNotReach(@Observes MembershipChanged change) {
        for (var grantId : end(change)) {
            audit.add(ActKind.APP_ENDED_WITH_ROLE, change.accountId(), change.by(), grantId, change.address());
            notices.add(grantId);
        }
    }

    private List<String> end(MembershipChanged change) {
        return session.createNativeQuery("""
                        update oauth_grant
                        set revoked_at = :now
                        where account_id = :accountId and user_id = :userId and revoked_at is null
                            and (:left = true or scopes && cast(string_to_array(:lost, ' ') as text[]))
                        returning grant_id
                        """, String.class)
                .setParameter("now", Instant.now().truncatedTo(ChronoUnit.MICROS))
                .setParameter("accountId", change.accountId())
                .setParameter("userId", change.userId())
                .setParameter("left", change.left())
                .setParameter("lost", String.join(" ", change.lost()))
                .getResultList();
    }
}
