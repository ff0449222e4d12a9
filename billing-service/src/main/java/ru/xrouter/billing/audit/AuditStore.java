package ru.xrouter.billing.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Recomputes the sums in PostgreSQL, and remembers what came of it. */
@ApplicationScoped
class AuditStore {
    private static final long LOCK = 7_201_463_250_714_001L;

    private final Session session;

    AuditStore(Session session) {
        this.session = session;
    }

    /** Makes every statement of the transaction see the same moment. */
    void freeze() {
        session.createNativeMutationQuery("set transaction isolation level repeatable read")
                .executeUpdate();
    }

    /** Whether this transaction alone may audit. */
    boolean lock() {
        return session.createNativeQuery("select pg_try_advisory_xact_lock(:lock)", Boolean.class)
                .setParameter("lock", LOCK)
                .getSingleResult();
    }

    List<Audit.Check> checks() {
        var sql = """
                with moved as (
                    select account_id, credit as ledger_account, kind, reference, amount from ledger_entry
                    union all
                    select account_id, debit, kind, reference, -amount from ledger_entry
                ), of_account as (
                    select account_id,
                           sum(amount) filter (where ledger_account in ('customer_credit', 'promotional_credit')) as balance,
                           sum(amount) filter (where ledger_account = 'promotional_credit') as promotional,
                           sum(amount) filter (where ledger_account = 'customer_credit' and kind = 'top_up') as topped_up,
                           -sum(amount) filter (where ledger_account in ('customer_credit', 'promotional_credit')
                                                  and kind in ('settlement', 'correction')) as spent
                    from moved
                    group by account_id
                ), of_generation as (
                    select account_id, reference,
                           sum(amount) filter (where kind in ('settlement', 'correction')) as cost,
                           sum(amount) filter (where kind = 'vat') as vat,
                           sum(amount) filter (where kind = 'provider_cost') as provider_cost
                    from ledger_entry
                    where kind in ('settlement', 'correction', 'vat', 'provider_cost')
                    group by account_id, reference
                ), given_up as (
                    select account_id, generation_id, settled_at, key_id, app, attempt.model, attempt.provider,
                           attempt.prompt_tokens, attempt.completion_tokens, attempt.provider_cost
                    from given_up_attempt attempt
                    join generation using (generation_id)
                    where not attempt.byok
                ), served as (
                    select account_id, generation_id, sum(provider_cost) as provider_cost
                    from (select account_id, generation_id, provider_cost from generation
                          union all
                          select account_id, generation_id, provider_cost from given_up) as call
                    group by account_id, generation_id
                ), given_up_of_day as (
                    select account_id, cast(settled_at at time zone 'UTC' as date) as day, key_id, coalesce(app, '') as app,
                           model, provider, sum(prompt_tokens) as given_up_prompt_tokens,
                           sum(completion_tokens) as given_up_completion_tokens,
                           sum(provider_cost) as given_up_provider_cost
                    from given_up
                    group by 1, 2, 3, 4, 5, 6
                ), of_day as (
                    select account_id, cast(settled_at at time zone 'UTC' as date) as day, key_id, coalesce(app, '') as app,
                           model, provider, count(*) as generations, sum(prompt_tokens) as prompt_tokens,
                           sum(completion_tokens) as completion_tokens, sum(cached_tokens) as cached_tokens,
                           sum(reasoning_tokens) as reasoning_tokens,
                           sum(prompt_tokens) filter (where endpoint = 'embeddings') as embedding_tokens, sum(cost) as cost, sum(vat) as vat,
                           sum(provider_cost) as provider_cost,
                           -- One that was lost at first was counted then, when nobody knew of its credential.
                           count(*) filter (where byok and not exists (
                               select
                               from ledger_entry e
                               where e.account_id = generation.account_id
                                 and e.reference = generation_id
                                 and e.kind = 'correction')) as byok_generations,
                           sum(prompt_tokens) filter (where byok) as byok_prompt_tokens,
                           sum(completion_tokens) filter (where byok) as byok_completion_tokens,
                           sum(cost) filter (where byok) as byok_cost
                    from generation
                    group by 1, 2, 3, 4, 5, 6
                ), of_key as (
                    select account_id, key_id, sum(cost) as spent, sum(generations) as generations
                    from of_day
                    group by account_id, key_id
                ), days_of_key as (
                    select account_id, key_id, sum(generations) as generations from usage_day group by account_id, key_id
                ), of_promotion as (
                    select account_id, sum(remaining) as remaining from promotion group by account_id
                ), of_ledger as (
                    select ledger_account, sum(amount) as balance from moved group by ledger_account
                ), difference as (
                    select 'account_balances' as name, coalesce(a.balance, 0) - coalesce(e.balance, 0) as micros
                    from account a full join of_account e using (account_id)
                    union all
                    select 'account_promotional', coalesce(a.promotional, 0) - coalesce(e.promotional, 0)
                    from account a full join of_account e using (account_id)
                    union all
                    select 'account_topped_up', coalesce(a.topped_up, 0) - coalesce(e.topped_up, 0)
                    from account a full join of_account e using (account_id)
                    union all
                    select 'account_spent', coalesce(a.spent, 0) - coalesce(e.spent, 0)
                    from account a full join of_account e using (account_id)
                    union all
                    select 'promotions_left', a.promotional - coalesce(p.remaining, 0)
                    from account a left join of_promotion p using (account_id)
                    union all
                    select 'key_spend', coalesce(k.spent, 0) - coalesce(g.spent, 0)
                    from key_spend k full join of_key g using (account_id, key_id)
                    union all
                    select 'key_generations', coalesce(k.generations, 0) - coalesce(g.generations, 0)
                    from key_spend k full join of_key g using (account_id, key_id)
                    union all
                    -- A generation that was lost at first counts on the day and with the model of then; the rest of it does not.
                    select 'usage_by_day_generations', coalesce(d.generations, 0) - coalesce(g.generations, 0)
                    from days_of_key d full join of_key g using (account_id, key_id)
                    union all
                    select part.name, part.difference
                    from usage_day d
                    full join of_day g using (account_id, day, key_id, app, model, provider)
                    cross join lateral (values
                        ('usage_by_day_prompt_tokens', coalesce(d.prompt_tokens, 0) - coalesce(g.prompt_tokens, 0)),
                        ('usage_by_day_completion_tokens', coalesce(d.completion_tokens, 0) - coalesce(g.completion_tokens, 0)),
                        ('usage_by_day_cached_tokens', coalesce(d.cached_tokens, 0) - coalesce(g.cached_tokens, 0)),
                        ('usage_by_day_reasoning_tokens', coalesce(d.reasoning_tokens, 0) - coalesce(g.reasoning_tokens, 0)),
                        ('usage_by_day_embedding_tokens', coalesce(d.embedding_tokens, 0) - coalesce(g.embedding_tokens, 0)),
                        ('usage_by_day_cost', coalesce(d.cost, 0) - coalesce(g.cost, 0)),
                        ('usage_by_day_vat', coalesce(d.vat, 0) - coalesce(g.vat, 0)),
                        ('usage_by_day_provider_cost', coalesce(d.provider_cost, 0) - coalesce(g.provider_cost, 0))) as part (name, difference)
                    union all
                    select part.name, part.difference
                    from usage_day d
                    full join given_up_of_day g using (account_id, day, key_id, app, model, provider)
                    cross join lateral (values
                        ('usage_by_day_given_up_prompt_tokens', coalesce(d.given_up_prompt_tokens, 0) - coalesce(g.given_up_prompt_tokens, 0)),
                        ('usage_by_day_given_up_completion_tokens', coalesce(d.given_up_completion_tokens, 0) - coalesce(g.given_up_completion_tokens, 0)),
                        ('usage_by_day_given_up_provider_cost', coalesce(d.given_up_provider_cost, 0) - coalesce(g.given_up_provider_cost, 0))) as part (name, difference)
                    union all
                    select part.name, part.difference
                    from usage_day_told_apart
                    cross join (usage_day d full join of_day g using (account_id, day, key_id, app, model, provider))
                    cross join lateral (values
                        ('usage_by_day_byok_generations', coalesce(d.byok_generations, 0) - coalesce(g.byok_generations, 0)),
                        ('usage_by_day_byok_prompt_tokens', coalesce(d.byok_prompt_tokens, 0) - coalesce(g.byok_prompt_tokens, 0)),
                        ('usage_by_day_byok_completion_tokens', coalesce(d.byok_completion_tokens, 0) - coalesce(g.byok_completion_tokens, 0)),
                        ('usage_by_day_byok_cost', coalesce(d.byok_cost, 0) - coalesce(g.byok_cost, 0))) as part (name, difference)
                    where day >= since
                    union all
                    select 'generation_costs', coalesce(g.cost, 0) - coalesce(e.cost, 0)
                    from generation g
                    full join of_generation e on e.reference = g.generation_id and e.account_id = g.account_id
                    union all
                    select 'generation_vat', coalesce(g.vat, 0) - coalesce(e.vat, 0)
                    from generation g
                    full join of_generation e on e.reference = g.generation_id and e.account_id = g.account_id
                    union all
                    select 'provider_costs', coalesce(g.provider_cost, 0) - coalesce(e.provider_cost, 0)
                    from served g
                    full join of_generation e on e.reference = g.generation_id and e.account_id = g.account_id
                    union all
                    select 'unsettled_generations',
                           case when exists (select
                                             from ledger_entry e
                                             where e.account_id = g.account_id
                                               and e.reference = g.generation_id
                                               and e.kind = 'settlement'
                                               and e.debit = 'customer_credit') then 0 else 1 end
                    from generation g
                    union all
                    select 'ledger_balances', coalesce(b.balance, 0) - coalesce(e.balance, 0)
                    from ledger_balance b full join of_ledger e using (ledger_account)
                )
                select name, count(*) filter (where micros <> 0), cast(sum(abs(micros)) as bigint)
                from difference
                group by name
                order by name
                """;
        return session.createNativeQuery(sql, Audit.Check.class).getResultList();
    }

    void remember(String checks, long differing, long differenceMicros, long driftingAccounts) {
        var sql = """
                insert into audit (checks, differing, difference, drifting_accounts)
                values (cast(:checks as jsonb), :differing, :difference, :driftingAccounts)
                """;
        session.createNativeMutationQuery(sql)
                .setParameter("checks", checks)
                .setParameter("differing", differing)
                .setParameter("difference", differenceMicros)
                .setParameter("driftingAccounts", driftingAccounts)
                .executeUpdate();
    }

    Optional<Last> last() {
        var sql = """
                select finished_at, difference, drifting_accounts
                from audit
                order by finished_at desc
                limit 1
                """;
        return session.createNativeQuery(sql, Last.class).uniqueResultOptional();
    }

    /** The newest audit in short. */
    record Last(Instant finishedAt, long differenceMicros, long driftingAccounts) {}
}
