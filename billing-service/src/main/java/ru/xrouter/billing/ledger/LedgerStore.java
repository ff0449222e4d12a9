package ru.xrouter.billing.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
     * Charges generations that were just written: promotional credit first, then what was paid in; and books their tax and
     * what their providers take, for attempts that were given up too. The first settlement of a generation is its settlement; another one corrects it. Every
     * settlement has one entry on the customer's credit, if only of zero.
     */
    public void charge(Collection<String> generationIds) {
        var sql = """
                with fresh as (
                    select g.generation_id, g.account_id, g.key_id, g.app, g.model, g.provider, g.prompt_tokens,
                           g.completion_tokens, g.cached_tokens, g.reasoning_tokens, g.cost, g.vat, g.provider_cost,
                           g.byok, case when g.endpoint = 'embeddings' then g.prompt_tokens else 0 end as embedding_tokens,
                           case when g.byok then 'service_fee:' else 'revenue:' end || g.provider as earned,
                           exists (select
                                   from ledger_entry e
                                   where e.account_id = g.account_id
                                     and e.reference = g.generation_id
                                     and e.kind = 'settlement') as settled_before,
                           sum(g.cost) over (partition by g.account_id order by g.generation_id) - g.cost as before
                    from generation g
                    where g.generation_id = any (cast(:generationIds as text[]))
                ), charged as (
                    select fresh.*,
                           case when settled_before then 'correction' else 'settlement' end as kind,
                           greatest(0, least(cost, account.promotional - before)) as given
                    from fresh
                    join account using (account_id)
                ), given_up as (
                    select charged.account_id, generation_id, charged.key_id, charged.app, attempt.model,
                           attempt.provider, attempt.prompt_tokens, attempt.completion_tokens, attempt.provider_cost
                    from charged
                    join given_up_attempt attempt using (generation_id)
                    where not attempt.byok
                ), entries as (
                    insert into ledger_entry (account_id, kind, reference, debit, credit, amount)
                    select account_id, kind, generation_id, 'customer_credit', earned, cost - given
                    from charged
                    union all
                    select account_id, kind, generation_id, 'promotional_credit', earned, given
                    from charged
                    where given > 0
                    union all
                    select account_id, 'vat', generation_id, earned, 'vat', vat
                    from charged
                    where vat > 0
                    union all
                    select account_id, 'provider_cost', generation_id, 'provider_cost:' || provider,
                           'provider:' || provider, sum(provider_cost)
                    from (select account_id, generation_id, provider, provider_cost from charged
                          union all
                          select account_id, generation_id, provider, provider_cost from given_up) as served
                    group by account_id, generation_id, provider
                    having sum(provider_cost) > 0
                ), keys as (
                    insert into key_spend as known (account_id, key_id, spent, generations)
                    select account_id, key_id, sum(cost), count(*) filter (where not settled_before)
                    from charged
                    group by account_id, key_id
                    on conflict (account_id, key_id) do update
                        set spent = known.spent + excluded.spent,
                            generations = known.generations + excluded.generations
                ), used as (
                    select account_id, key_id, app, model, provider, case when settled_before then 0 else 1 end as generations,
                           prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens, embedding_tokens, cost, vat,
                           provider_cost, byok, 0 as given_up_prompt_tokens, 0 as given_up_completion_tokens,
                           0 as given_up_provider_cost
                    from charged
                    union all
                    select account_id, key_id, app, model, provider, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, prompt_tokens,
                           completion_tokens, provider_cost
                    from given_up
                ), days as (
                    insert into usage_day as known (
                        account_id, day, key_id, app, model, provider, generations, prompt_tokens, completion_tokens,
                        cached_tokens, reasoning_tokens, embedding_tokens, cost, vat, provider_cost, byok_generations,
                        byok_prompt_tokens, byok_completion_tokens, byok_cost, given_up_prompt_tokens,
                        given_up_completion_tokens, given_up_provider_cost)
                    select account_id, cast(now() at time zone 'UTC' as date), key_id, coalesce(app, ''), model, provider,
                           sum(generations), sum(prompt_tokens), sum(completion_tokens),
                           sum(cached_tokens), sum(reasoning_tokens), sum(embedding_tokens), sum(cost), sum(vat),
                           sum(provider_cost),
                           coalesce(sum(generations) filter (where byok), 0),
                           coalesce(sum(prompt_tokens) filter (where byok), 0),
                           coalesce(sum(completion_tokens) filter (where byok), 0),
                           coalesce(sum(cost) filter (where byok), 0),
                           sum(given_up_prompt_tokens), sum(given_up_completion_tokens), sum(given_up_provider_cost)
                    from used
                    group by 1, 2, 3, 4, 5, 6
                    on conflict (account_id, day, key_id, app, model, provider) do update
                        set generations = known.generations + excluded.generations,
                            prompt_tokens = known.prompt_tokens + excluded.prompt_tokens,
                            completion_tokens = known.completion_tokens + excluded.completion_tokens,
                            cached_tokens = known.cached_tokens + excluded.cached_tokens,
                            reasoning_tokens = known.reasoning_tokens + excluded.reasoning_tokens,
                            embedding_tokens = known.embedding_tokens + excluded.embedding_tokens,
                            cost = known.cost + excluded.cost, vat = known.vat + excluded.vat,
                            provider_cost = known.provider_cost + excluded.provider_cost,
                            byok_generations = known.byok_generations + excluded.byok_generations,
                            byok_prompt_tokens = known.byok_prompt_tokens + excluded.byok_prompt_tokens,
                            byok_completion_tokens = known.byok_completion_tokens + excluded.byok_completion_tokens,
                            byok_cost = known.byok_cost + excluded.byok_cost,
                            given_up_prompt_tokens = known.given_up_prompt_tokens + excluded.given_up_prompt_tokens,
                            given_up_completion_tokens
                                = known.given_up_completion_tokens + excluded.given_up_completion_tokens,
                            given_up_provider_cost = known.given_up_provider_cost + excluded.given_up_provider_cost
                ), charge as (
                    select account_id, sum(cost) as cost, sum(given) as given from charged group by account_id
                ), promotions as (
                    update promotion
                    set remaining = remaining - share.given
                    from (select p.account_id, p.reference,
                                 least(p.remaining, charge.given - sum(p.remaining) over earlier + p.remaining) as given
                          from promotion p
                          join charge using (account_id)
                          where p.remaining > 0 and charge.given > 0
                          window earlier as (partition by p.account_id order by p.expires_at, p.reference)) share
                    where promotion.account_id = share.account_id
                      and promotion.reference = share.reference
                      and share.given > 0
                )
                update account
                set balance = balance - charge.cost, promotional = promotional - charge.given,
                    spent = spent + charge.cost, version = version + 1
                from charge
                where account.account_id = charge.account_id
                """;
        session.createNativeMutationQuery(sql)
                .setParameter("generationIds", generationIds.toArray(String[]::new))
                .executeUpdate();
    }

    /** What keys of an account have spent up to now. */
    public List<SpentByKey> spentBy(String accountId, Collection<String> keyIds) {
        var sql = """
                select cast(:accountId as text), wanted.key_id,
                       to_char(today.day, 'YYYY-MM-DD'),
                       cast(coalesce(sum(d.cost) filter (where d.day = today.day), 0) as bigint),
                       to_char(today.day, 'YYYY-MM'),
                       cast(coalesce(sum(d.cost), 0) as bigint),
                       coalesce(max(k.spent), 0)
                from unnest(cast(:keyIds as text[])) as wanted (key_id)
                cross join (select cast(now() at time zone 'UTC' as date) as day) as today
                left join key_spend k on k.account_id = :accountId and k.key_id = wanted.key_id
                left join usage_day d
                    on d.account_id = :accountId
                   and d.key_id = wanted.key_id
                   and d.day between date_trunc('month', today.day) and today.day
                group by wanted.key_id, today.day
                """;
        return session.createNativeQuery(sql, SpentByKey.class)
                .setParameter("accountId", accountId)
                .setParameter("keyIds", keyIds.toArray(String[]::new))
                .getResultList();
    }

    /** Whether the top-up is new; one with a known reference changes nothing. */
    public boolean topUp(String accountId, String reference, Money amount) {
        var sql = """
                with entry as (
                    insert into ledger_entry (account_id, kind, reference, debit, credit, amount)
                    values (:accountId, 'top_up', :reference, 'top_up', 'customer_credit', :amount)
                    on conflict (account_id, reference, kind, debit) do nothing
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

    /** Whether the promotion is new; one with a known reference changes nothing. */
    public boolean promote(String accountId, String reference, Money amount, Instant expiresAt) {
        var sql = """
                with given as (
                    insert into promotion (account_id, reference, amount, remaining, expires_at)
                    values (:accountId, :reference, :amount, :amount, :expiresAt)
                    on conflict (account_id, reference) do nothing
                    returning account_id, reference, amount
                ), entry as (
                    insert into ledger_entry (account_id, kind, reference, debit, credit, amount)
                    select account_id, 'promotion', reference, 'promotions', 'promotional_credit', amount from given
                )
                update account
                set balance = balance + given.amount, promotional = promotional + given.amount, version = version + 1
                from given
                where account.account_id = given.account_id
                """;
        return session.createNativeMutationQuery(sql)
                        .setParameter("accountId", accountId)
                        .setParameter("reference", reference)
                        .setParameter("amount", amount.micros())
                        .setParameter("expiresAt", expiresAt)
                        .executeUpdate()
                > 0;
    }

    public Optional<Money> promotionOf(String accountId, String reference) {
        var sql = "select amount from promotion where account_id = :accountId and reference = :reference";
        return session.createNativeQuery(sql, Long.class)
                .setParameter("accountId", accountId)
                .setParameter("reference", reference)
                .uniqueResultOptional()
                .map(Money::new);
    }

    /** Some accounts with promotional credit that has expired, and with money for it to be taken from. */
    public List<String> accountsWithExpiredPromotions(int atMost) {
        var sql = """
                select distinct account_id
                from promotion join account using (account_id)
                where remaining > 0 and expires_at <= now() and balance > 0
                limit :atMost
                """;
        return session.createNativeQuery(sql, String.class)
                .setParameter("atMost", atMost)
                .getResultList();
    }

    /** What is left of an account's expired promotions. */
    public Money expiredPromotions(String accountId) {
        var sql = """
                select cast(coalesce(sum(remaining), 0) as bigint)
                from promotion
                where account_id = :accountId and expires_at <= now()
                """;
        return new Money(session.createNativeQuery(sql, Long.class)
                .setParameter("accountId", accountId)
                .getSingleResult());
    }

    /** Takes back what is left of an account's expired promotions, but leaves so much of its balance as is held. */
    public void expirePromotions(String accountId, Money held) {
        var sql = """
                with expired as (
                    select p.reference,
                           greatest(0, least(p.remaining,
                                             a.balance - :held - sum(p.remaining) over earlier + p.remaining)) as taken
                    from promotion p
                    join account a using (account_id)
                    where p.account_id = :accountId and p.remaining > 0 and p.expires_at <= now()
                    window earlier as (order by p.expires_at, p.reference)
                ), entries as (
                    insert into ledger_entry (account_id, kind, reference, debit, credit, amount, note)
                    select :accountId, 'promotion_expiry', reference || ' #' || version, 'promotional_credit',
                           'promotions', taken, null
                    from expired, account
                    where taken > 0 and account_id = :accountId
                ), promotions as (
                    update promotion
                    set remaining = remaining - taken
                    from expired
                    where account_id = :accountId and promotion.reference = expired.reference and taken > 0
                )
                update account
                set balance = balance - total.taken, promotional = promotional - total.taken, version = version + 1
                from (select sum(taken) as taken from expired) total
                where account_id = :accountId and total.taken > 0
                """;
        session.createNativeMutationQuery(sql)
                .setParameter("accountId", accountId)
                .setParameter("held", held.micros())
                .executeUpdate();
    }

    /** Whether the adjustment is new; below zero it takes from the account. */
    public boolean adjust(String accountId, String reference, Money amount, String note) {
        var sql = """
                with entry as (
                    insert into ledger_entry (account_id, kind, reference, debit, credit, amount, note)
                    select :accountId, 'adjustment', :reference,
                           case when :amount < 0 then 'customer_credit' else 'corrections' end,
                           case when :amount < 0 then 'corrections' else 'customer_credit' end,
                           abs(:amount), :note
                    where not exists (select
                                      from ledger_entry
                                      where account_id = :accountId and kind = 'adjustment' and reference = :reference)
                    returning 1
                )
                update account
                set balance = balance + :amount, version = version + 1
                from entry
                where account_id = :accountId
                """;
        return session.createNativeMutationQuery(sql)
                        .setParameter("accountId", accountId)
                        .setParameter("reference", reference)
                        .setParameter("amount", amount.micros())
                        .setParameter("note", note)
                        .executeUpdate()
                > 0;
    }

    public Optional<Money> adjustmentOf(String accountId, String reference) {
        var sql = """
                select case debit when 'customer_credit' then -amount else amount end
                from ledger_entry
                where account_id = :accountId and kind = 'adjustment' and reference = :reference
                """;
        return session.createNativeQuery(sql, Long.class)
                .setParameter("accountId", accountId)
                .setParameter("reference", reference)
                .uniqueResultOptional()
                .map(Money::new);
    }

    /** The balance of every ledger account; together they are zero. */
    public List<LedgerBalance> balances() {
        var sql = "select ledger_account, balance from ledger_balance order by ledger_account";
        return session.createNativeQuery(sql, LedgerBalance.class).getResultList();
    }

    /** What customers have left by the balances of their accounts. */
    public Money customerBalances() {
        var sql = "select cast(coalesce(sum(balance), 0) as bigint) from account";
        return new Money(session.createNativeQuery(sql, Long.class).getSingleResult());
    }

    /** What customers have left by the ledger's entries alone. */
    public Money customerCredit() {
        var sql = """
                select cast(coalesce(sum(case when credit in ('customer_credit', 'promotional_credit') then amount else 0 end
                                       - case when debit in ('customer_credit', 'promotional_credit') then amount else 0 end),
                                     0) as bigint)
                from ledger_entry
                """;
        return new Money(session.createNativeQuery(sql, Long.class).getSingleResult());
    }

    /** Generations that have their settlement; equal to the generations there are. */
    public long settlements() {
        var sql = "select count(*) from ledger_entry where kind = 'settlement' and debit = 'customer_credit'";
        return session.createNativeQuery(sql, Long.class).getSingleResult();
    }
}
