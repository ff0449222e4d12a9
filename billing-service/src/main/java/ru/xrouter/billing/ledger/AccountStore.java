package ru.xrouter.billing.ledger;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/** Accounts by id. */
@ApplicationScoped
public class AccountStore implements PanacheRepositoryBase<Account, String> {
    private final Session session;

    AccountStore(Session session) {
        this.session = session;
    }

    /** Makes the accounts that do not exist yet. */
    public void open(Collection<String> accountIds) {
        var sql = """
                insert into account (account_id)
                select distinct unnest(cast(:accountIds as text[])) as account_id
                order by account_id
                on conflict (account_id) do nothing
                """;
        session.createNativeMutationQuery(sql)
                .setParameter("accountIds", accountIds.toArray(String[]::new))
                .executeUpdate();
    }

    /** Locks the accounts until the end of the transaction, always in the same order, so that no two batches deadlock. */
    public void lock(Collection<String> accountIds) {
        var sql = """
                select account_id
                from account
                where account_id = any (cast(:accountIds as text[]))
                order by account_id
                for update
                """;
        session.createNativeQuery(sql, String.class)
                .setParameter("accountIds", accountIds.toArray(String[]::new))
                .getResultList();
    }

    /**
     * Raises the versions of accounts above these.
     *
     * @return those that were behind, as they are now
     */
    @Transactional
    public List<Account> overtake(Map<String, Long> versions) {
        var behind = versions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(copy -> overtake(copy.getKey(), copy.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return behind.isEmpty() ? List.of() : ofIds(behind);
    }

    private boolean overtake(String accountId, long version) {
        return session.createNativeMutationQuery("""
                        update account
                        set version = :version + 1
                        where account_id = :accountId and version < :version
                        """)
                        .setParameter("version", version)
                        .setParameter("accountId", accountId)
                        .executeUpdate()
                == 1;
    }

    /** The keys by which an account has ever spent. */
    @Transactional
    public List<String> keys(String accountId) {
        return session.createNativeQuery("select key_id from key_spend where account_id = :accountId", String.class)
                .setParameter("accountId", accountId)
                .getResultList();
    }

    public List<Account> ofIds(Collection<String> accountIds) {
        return list("accountId in ?1 order by accountId", accountIds);
    }

    /** Balances as they are now, whatever this session has read before, in the order of the ids. */
    public List<BalanceNow> balances(Collection<String> accountIds) {
        return session.createQuery(
                        "select accountId, balance, version from Account where accountId in :ids order by accountId",
                        BalanceNow.class)
                .setParameter("ids", accountIds)
                .getResultList();
    }

    /** @param micros may be negative */
    public record BalanceNow(String accountId, long micros, long version) {}

    /** The next accounts in the order of their ids, to be read alone: the session does not keep them, as there may be many pages. */
    public List<Account> page(String afterAccountId, int atMost) {
        var page = find("accountId > ?1 order by accountId", afterAccountId)
                .page(0, atMost)
                .list();
        page.forEach(session::detach);
        return page;
    }
}
