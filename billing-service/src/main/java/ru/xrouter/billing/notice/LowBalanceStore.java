package ru.xrouter.billing.notice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;
import ru.xrouter.api.money.Money;

/** Which accounts are running low, and whether somebody knows. */
@ApplicationScoped
class LowBalanceStore {
    private final Session session;

    LowBalanceStore(Session session) {
        this.session = session;
    }

    /** Accounts that once had money, have less than this, and nobody was told of. */
    @Transactional
    List<Low> untold(Money below, int atMost) {
        var sql = """
                select account_id, balance
                from account
                where balance < :below and not low_balance_told and topped_up > 0
                order by account_id
                limit :atMost
                """;
        return session.createNativeQuery(sql, Low.class)
                .setParameter("below", below.micros())
                .setParameter("atMost", atMost)
                .getResultList();
    }

    @Transactional
    void told(String accountId) {
        session.createNativeMutationQuery("update account set low_balance_told = true where account_id = :accountId")
                .setParameter("accountId", accountId)
                .executeUpdate();
    }

    /** Accounts that have recovered are told of again when they run low again. */
    @Transactional
    void recovered(Money below) {
        session.createNativeMutationQuery(
                        "update account set low_balance_told = false where low_balance_told and balance >= :below")
                .setParameter("below", below.micros())
                .executeUpdate();
    }

    /** An account and what it has left. */
    record Low(String accountId, long balanceMicros) {}
}
