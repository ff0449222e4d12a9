package ru.xrouter.auth.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** Who belongs to which account, and as what. */
@ApplicationScoped
public class MemberStore {
    private static final String MEMBERSHIP = """
            select m.account_id, a.name, m.user_id, p.email, m.role, m.created_at
            from member m join account a using (account_id) join person p using (user_id)
            """;

    private final Session session;

    MemberStore(Session session) {
        this.session = session;
    }

    /** Makes a person a member. Whether they were none before; a role that they have stays. */
    @Transactional
    public boolean add(String accountId, String userId, Role role, Instant now) {
        return session.createNativeMutationQuery("""
                        insert into member (account_id, user_id, role, created_at)
                        values (:accountId, :userId, :role, :now)
                        on conflict do nothing
                        """)
                        .setParameter("accountId", accountId)
                        .setParameter("userId", userId)
                        .setParameter("role", role.wireName())
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    /** A member's role in an open account, which nobody can change or take away before the transaction ends. */
    @Transactional
    public Optional<Role> role(String accountId, String userId) {
        return session.createNativeQuery("""
                        select m.role
                        from member m join account a using (account_id)
                        where m.account_id = :accountId and m.user_id = :userId and a.closed_at is null
                        for share of m
                        """, String.class)
                .setParameter("accountId", accountId)
                .setParameter("userId", userId)
                .getResultStream()
                .findFirst()
                .flatMap(Role::ofMember);
    }

    /** An account's members, whom nobody can change before the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<String, Role> lock(String accountId) {
        return session.createNativeQuery("""
                        select user_id, role
                        from member
                        where account_id = :accountId
                        order by user_id
                        for update
                        """, Object[].class)
                .setParameter("accountId", accountId)
                .getResultStream()
                .collect(Collectors.toMap(
                        row -> (String) row[0],
                        row -> Role.ofMember((String) row[1]).orElseThrow()));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void change(String accountId, String userId, Role role) {
        session.createNativeMutationQuery(
                        "update member set role = :role where account_id = :accountId and user_id = :userId")
                .setParameter("role", role.wireName())
                .setParameter("accountId", accountId)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void remove(String accountId, String userId) {
        session.createNativeMutationQuery("delete from member where account_id = :accountId and user_id = :userId")
                .setParameter("accountId", accountId)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    /** Who belongs to the account, the oldest member first. */
    @Transactional
    public List<Membership> ofAccount(String accountId) {
        return session.createNativeQuery(
                        MEMBERSHIP + " where m.account_id = :accountId order by m.created_at, p.email", Object[].class)
                .setParameter("accountId", accountId)
                .getResultStream()
                .map(MemberStore::membership)
                .toList();
    }

    /** To which open accounts the person belongs, the oldest membership first. */
    @Transactional
    public List<Membership> ofPerson(String userId) {
        return session.createNativeQuery(
                        MEMBERSHIP + " where m.user_id = :userId and a.closed_at is null order by m.created_at, a.name",
                        Object[].class)
                .setParameter("userId", userId)
                .getResultStream()
                .map(MemberStore::membership)
                .toList();
    }

    private static Membership membership(Object[] row) {
        return new Membership(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (String) row[3],
                Role.ofMember((String) row[4]).orElseThrow(),
                row[5].toString().substring(0, 10));
    }
}
