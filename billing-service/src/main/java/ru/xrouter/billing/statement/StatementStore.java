package ru.xrouter.billing.statement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.hibernate.Session;
import ru.xrouter.api.money.Money;

/** Reads an account's month from the ledger's entries. */
@ApplicationScoped
class StatementStore {
    private final Session session;

    StatementStore(Session session) {
        this.session = session;
    }

    /** All figures are of the same moment. */
    @Transactional
    Statement statement(String accountId, YearMonth month) {
        session.createNativeMutationQuery("set transaction isolation level repeatable read, read only")
                .executeUpdate();
        var from = start(month);
        var to = start(month.plusMonths(1));
        return new Statement(
                accountId,
                month,
                balanceAt(accountId, from),
                movements(accountId, from, to),
                balanceAt(accountId, to),
                usage(accountId, from, to));
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private Money balanceAt(String accountId, Instant moment) {
        var sql = """
                select cast(coalesce(sum(case when credit in ('customer_credit', 'promotional_credit') then amount else 0 end
                                       - case when debit in ('customer_credit', 'promotional_credit') then amount else 0 end),
                                     0) as bigint)
                from ledger_entry
                where account_id = :accountId and created_at < :moment
                """;
        return new Money(session.createNativeQuery(sql, Long.class)
                .setParameter("accountId", accountId)
                .setParameter("moment", moment)
                .getSingleResult());
    }

    private List<Statement.Movement> movements(String accountId, Instant from, Instant to) {
        var sql = """
                select kind, count(distinct reference),
                       cast(sum(case when credit in ('customer_credit', 'promotional_credit') then amount else -amount end)
                            as bigint)
                from ledger_entry
                where account_id = :accountId and created_at >= :from and created_at < :to
                  and (debit in ('customer_credit', 'promotional_credit')
                       or credit in ('customer_credit', 'promotional_credit'))
                group by kind
                order by kind
                """;
        return session.createNativeQuery(sql, Statement.Movement.class)
                .setParameter("accountId", accountId)
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList();
    }

    private List<Statement.Used> usage(String accountId, Instant from, Instant to) {
        var sql = """
                select model, cast(sum(generations) as bigint), cast(sum(prompt_tokens) as bigint),
                       cast(sum(completion_tokens) as bigint), cast(sum(cost) as bigint), cast(sum(vat) as bigint)
                from usage_day
                where account_id = :accountId
                  and day >= cast(:from as timestamptz) at time zone 'UTC'
                  and day < cast(:to as timestamptz) at time zone 'UTC'
                  -- Not what was given up before another model answered.
                  and (generations > 0 or prompt_tokens > 0 or completion_tokens > 0 or cost > 0)
                group by model
                order by model
                """;
        return session.createNativeQuery(sql, Statement.Used.class)
                .setParameter("accountId", accountId)
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList();
    }
}
