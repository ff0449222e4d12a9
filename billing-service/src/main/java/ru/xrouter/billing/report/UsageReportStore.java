package ru.xrouter.billing.report;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.Session;
import ru.xrouter.billing.report.UsageQuery.Group;

/** Sums of what an account used, by day. */
@ApplicationScoped
class UsageReportStore {
    private final Session session;

    UsageReportStore(Session session) {
        this.session = session;
    }

    List<UsageRow> rows(String accountId, UsageQuery query, int atMost) {
        var sql = """
                select case when :byDay then to_char(day, 'YYYY-MM-DD') end,
                       case when :byModel then model end,
                       case when :byKey then key_id end,
                       case when :byApp then app end,
                       cast(sum(generations) as bigint),
                       cast(sum(prompt_tokens) as bigint),
                       cast(sum(completion_tokens) as bigint),
                       cast(sum(cached_tokens) as bigint),
                       cast(sum(reasoning_tokens) as bigint),
                       cast(sum(embedding_tokens) as bigint),
                       sum(cost) * 0.000001,
                       sum(vat) * 0.000001,
                       cast(sum(byok_generations) as bigint),
                       cast(sum(byok_prompt_tokens) as bigint),
                       cast(sum(byok_completion_tokens) as bigint),
                       sum(byok_cost) * 0.000001
                from usage_day
                where account_id = :accountId and day between :from and :to
                  -- Not what was given up before another model or provider answered: it is no use of the account's.
                  and (generations > 0 or prompt_tokens > 0 or completion_tokens > 0 or cost > 0)
                group by 1, 2, 3, 4
                order by 1, 2, 3, 4
                limit :atMost
                """;
        return session.createNativeQuery(sql, UsageRow.class)
                .setParameter("byDay", query.by(Group.DAY))
                .setParameter("byModel", query.by(Group.MODEL))
                .setParameter("byKey", query.by(Group.KEY))
                .setParameter("byApp", query.by(Group.APP))
                .setParameter("accountId", accountId)
                .setParameter("from", query.from())
                .setParameter("to", query.to())
                .setParameter("atMost", atMost)
                .getResultList();
    }
}
