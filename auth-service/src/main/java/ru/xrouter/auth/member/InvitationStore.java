package ru.xrouter.auth.member;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.auth.account.Role;

/** Invitations in the database. */
@ApplicationScoped
class InvitationStore {
    private static final String INVITATION = """
            select i.invitation_id, i.account_id, a.name, i.email, i.role, i.expires_at
            from invitation i join account a using (account_id)
            """;

    private final Session session;

    InvitationStore(Session session) {
        this.session = session;
    }

    /** In place of an earlier one to the same e-mail. */
    void put(String id, byte[] hash, String accountId, String email, Role role, String by, Instant now, Instant end) {
        session.createNativeMutationQuery("""
                        insert into invitation (invitation_id, hash, account_id, email, role, invited_by, created_at, expires_at)
                        values (:id, :hash, :accountId, :email, :role, :by, :now, :end)
                        on conflict (account_id, email) do update
                        set invitation_id = :id, hash = :hash, role = :role, invited_by = :by, created_at = :now, expires_at = :end
                        """)
                .setParameter("id", id)
                .setParameter("hash", hash)
                .setParameter("accountId", accountId)
                .setParameter("email", email)
                .setParameter("role", role.wireName())
                .setParameter("by", by)
                .setParameter("now", now)
                .setParameter("end", end)
                .executeUpdate();
    }

    @Transactional
    Optional<Invitation> find(byte[] hash, Instant now) {
        return session.createNativeQuery(INVITATION + " where i.hash = :hash and i.expires_at > :now", Object[].class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst()
                .map(InvitationStore::invitation);
    }

    /** Those that still work, the newest first. */
    @Transactional
    List<Invitation> ofAccount(String accountId, Instant now) {
        var sql = INVITATION + """
                where i.account_id = :accountId and i.expires_at > :now
                order by i.created_at desc
                """;
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("accountId", accountId)
                .setParameter("now", now)
                .getResultStream()
                .map(InvitationStore::invitation)
                .toList();
    }

    /** Whether it was there to be taken out. */
    boolean take(String accountId, String invitationId) {
        return session.createNativeMutationQuery(
                                "delete from invitation where account_id = :accountId and invitation_id = :id")
                        .setParameter("accountId", accountId)
                        .setParameter("id", invitationId)
                        .executeUpdate()
                == 1;
    }

    /** Takes out what this person sent. */
    void takeThoseOf(String accountId, String userId) {
        session.createNativeMutationQuery(
                        "delete from invitation where account_id = :accountId and invited_by = :userId")
                .setParameter("accountId", accountId)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    private static Invitation invitation(Object[] row) {
        return new Invitation(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (String) row[3],
                Role.ofMember((String) row[4]).orElseThrow(),
                row[5].toString().substring(0, 10));
    }
}
