package ru.xrouter.billing.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.api.money.Money;

/** The ledger: entries, and the sums of them that accounts and keys carry. Entries are only ever added. */
@ApplicationScoped
public class LedgerStore {
    private final Session session;

    LedgerStore(Session session) {
        this.session = session;
    }

    /**
     * Charges generations that were just written: one entry each, and the sums of their accounts and keys. The first
     * entry of a generation settles it; another one corrects it.
     */
    public void charge(Collection<String> generationIds) {
        var sql = """
                with charged as (
                    select g.generation_id, g.account_id, g.key_id, g.provider, g.cost,
                           exists (select
                                   from ledger_entry e
                                   where e.account_id = g.account_id
                                     and e.kind = 'settlement'
                                     and e.reference = g.generation_id) as settled_before
                    from generation g
                    where g.generation_id = any (cast(:generationIds as text[]))
                ), entries as (
                    insert into ledger_entry (account_id, kind, reference, debit, credit, amount)
                    select account_id, case when settled_before then 'correction' else 'settlement' end,
                           generation_id, 'customer_credit', 'revenue:' || provider, cost
                    from charged
                ), keys as (
                    insert into key_spend as known (account_id, key_id, spent, generations)
                    select account_id, key_id, sum(cost), count(*) filter (where not settled_before)
                    from charged
                    group by account_id, key_id
                    on conflict (account_id, key_id) do update
                        set spent = known.spent + excluded.spent,
                            generations = known.generations + excluded.generations
                )
                update account
                set balance = balance - charge.cost, spent = spent + charge.cost, version = version + 1
                from (select account_id, sum(cost) as cost from charged group by account_id) charge
                where account.account_id = charge.account_id
                """;
        session.createNativeMutationQuery(sql)
                .setParameter("generationIds", generationIds.toArray(String[]::new))
                .executeUpdate();
    }

    /** Whether the top-up is new; one with a known reference changes nothing. */
    public boolean topUp(String accountId, String reference, Money amount) {
        var sql = """
                with entry as (
                    insert into ledger_entry (account_id, kind, reference, debit, credit, amount)
                    values (:accountId, 'top_up', :reference, 'top_up', 'customer_credit', :amount)
                    on conflict (account_id, kind, reference) do nothing
                    returning amount
                )
                update account
                set balance = balance + entry.amount, topped_up = topped_up + entry.amount, version = version + 1
                from entry
                where account_id = :accountId
                """;
        return session.createNativeMutationQuery(sql)
                        .setParameter("accountId", accountId)
                        .setParameter("reference", reference)
                        .setParameter("amount", amount.micros())
                        .executeUpdate()
                > 0;
    }

    public Optional<Money> topUpOf(String accountId, String reference) {
        var sql = """
                select amount
                from ledger_entry
                where account_id = :accountId and kind = 'top_up' and reference = :reference
                """;
        return session.createNativeQuery(sql, Long.class)
                .setParameter("accountId", accountId)
                .setParameter("reference", reference)
                .uniqueResultOptional()
                .map(Money::new);
    }

    /** What customers have left by the ledger's entries alone. */
    public Money customerCredit() {
        var sql = """
                select cast(coalesce(sum(case 'customer_credit' when credit then amount when debit then -amount end), 0) as bigint)
                from ledger_entry
                """;
        return new Money(session.createNativeQuery(sql, Long.class).getSingleResult());
    }

    /** What customers have left by the balances of their accounts. */
    public Money balances() {
        var sql = "select cast(coalesce(sum(balance), 0) as bigint) from account";
        return new Money(session.createNativeQuery(sql, Long.class).getSingleResult());
    }

    /** Generations that have their settlement; equal to the generations there are. */
    public long settlements() {
        var sql = "select count(*) from ledger_entry where kind = 'settlement'";
        return session.createNativeQuery(sql, Long.class).getSingleResult();
    }
}
