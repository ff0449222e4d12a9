package ru.xrouter.billing.notice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;
import ru.xrouter.api.money.Money;

/** Which accounts are running low, and who knows. */
@ApplicationScoped
class LowBalanceStore {
    private final Session session;

    LowBalanceStore(Session session) {
        this.session = session;
    }

    /** Accounts that once had money, have less than this, and of which this one has not heard; those after an id, by id. */
    @Transactional
    List<Low> untold(Recipient recipient, Money below, String afterAccountId, int atMost) {
        var sql = """
                select account_id, balance
                from account
                where balance < :below and not %s and topped_up > 0 and account_id > :after
                order by account_id
                limit :atMost
                """.formatted(recipient.knows());
        return session.createNativeQuery(sql, Low.class)
                .setParameter("below", below.micros())
                .setParameter("after", afterAccountId)
                .setParameter("atMost", atMost)
                .getResultList();
    }

    /** Whether it is this process that tells: no other one has done so, or is at it. */
    @Transactional
    boolean begin(Recipient recipient, String accountId) {
        var sql = """
                update account
                set %1$s = now()
                where account_id = :accountId and not %2$s and (%1$s is null or %1$s < now() - interval '5 minutes')
                """.formatted(recipient.since(), recipient.knows());
        return session.createNativeMutationQuery(sql)
                        .setParameter("accountId", accountId)
                        .executeUpdate()
                == 1;
    }

    @Transactional
    void end(Recipient recipient, String accountId, boolean told) {
        session.createNativeMutationQuery("update account set %s = null, %s = :told where account_id = :accountId"
                        .formatted(recipient.since(), recipient.knows()))
                .setParameter("told", told)
                .setParameter("accountId", accountId)
                .executeUpdate();
    }

    /** Accounts that have recovered are told of again when they run low again. */
    @Transactional
    void recovered(Recipient recipient, Money below) {
        session.createNativeMutationQuery(
                        "update account set %1$s = false where %1$s and balance >= :below".formatted(recipient.knows()))
                .setParameter("below", below.micros())
                .executeUpdate();
    }

    /** An account and what it has left. */
    record Low(String accountId, long balanceMicros) {
        Money balance() {
            return new Money(balanceMicros);
        }
    }
}
