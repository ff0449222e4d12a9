package ru.xrouter.billing.usage;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.api.usage.GivenUpAttempt;

/** Settled generations. */
@ApplicationScoped
public class UsageStore implements PanacheRepositoryBase<Generation, String> {
    private final Session session;

    UsageStore(Session session) {
        this.session = session;
    }

    /**
     * Writes the events that are new and returns the ids of their generations. A generation that was given up as lost
     * and is heard of after all counts as new; every other repetition does nothing.
     *
     * @param events usage events as a JSON array
     */
    List<String> write(String events) {
        var sql = """
                with event as (
                    select distinct on (generation_id) *
                    from jsonb_to_recordset(cast(:events as jsonb)) as e (
                        generation_id text, account_id text, key_id text, model text, requested_model text,
                        provider text, streamed boolean, outcome text, finish_reason text, error_code text,
                        usage jsonb, price jsonb, cost bigint, attempts integer, started_at bigint,
                        latency_ms bigint, first_byte_ms bigint, provider_request_id text, vat bigint,
                        provider_cost bigint, app text, end_user text, byok boolean, endpoint text, given_up jsonb)
                    order by generation_id
                ), written as (
                insert into generation as known (
                    generation_id, account_id, key_id, model, requested_model, provider, streamed, outcome,
                    finish_reason, error_code, prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens,
                    estimated, prompt_per_million, cached_per_million, completion_per_million, price_valid_from,
                    cost, attempts, started_at, latency_ms, first_byte_ms, provider_request_id, vat, provider_cost,
                    app, end_user, byok, endpoint)
                select generation_id, account_id, key_id, model, requested_model, provider, streamed, outcome,
                       finish_reason, error_code,
                       coalesce(cast(usage ->> 'prompt_tokens' as integer), 0),
                       coalesce(cast(usage ->> 'completion_tokens' as integer), 0),
                       coalesce(cast(usage ->> 'cached_tokens' as integer), 0),
                       coalesce(cast(usage ->> 'reasoning_tokens' as integer), 0),
                       coalesce(cast(usage ->> 'estimated' as boolean), false),
                       cast(price ->> 'prompt_per_million' as bigint),
                       cast(price ->> 'cached_per_million' as bigint),
                       cast(price ->> 'completion_per_million' as bigint),
                       cast(price ->> 'valid_from' as date),
                       cost, attempts, to_timestamp(started_at / 1000.0), latency_ms, first_byte_ms, provider_request_id,
                       vat, provider_cost, app, end_user, coalesce(byok, false), endpoint
                from event
                on conflict (generation_id) do update
                    set model = excluded.model, requested_model = excluded.requested_model,
                        provider = excluded.provider, streamed = excluded.streamed, outcome = excluded.outcome,
                        finish_reason = excluded.finish_reason, error_code = excluded.error_code,
                        prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
                        cached_tokens = excluded.cached_tokens, reasoning_tokens = excluded.reasoning_tokens,
                        estimated = excluded.estimated, prompt_per_million = excluded.prompt_per_million,
                        cached_per_million = excluded.cached_per_million,
                        completion_per_million = excluded.completion_per_million,
                        price_valid_from = excluded.price_valid_from, cost = excluded.cost,
                        attempts = excluded.attempts, started_at = excluded.started_at,
                        latency_ms = excluded.latency_ms, first_byte_ms = excluded.first_byte_ms,
                        provider_request_id = excluded.provider_request_id, vat = excluded.vat,
                        provider_cost = excluded.provider_cost, app = excluded.app, end_user = excluded.end_user,
                        byok = excluded.byok, endpoint = excluded.endpoint,
                        settled_at = now()
                    where known.outcome = 'lost'
                      and excluded.outcome <> 'lost'
                      and known.account_id = excluded.account_id
                      and known.key_id = excluded.key_id
                returning generation_id
                ), given_up as (
                insert into given_up_attempt (
                    generation_id, position, model, provider, reason, prompt_tokens, completion_tokens, cached_tokens,
                    reasoning_tokens, estimated, provider_cost, byok)
                select generation_id, position, attempt ->> 'model', attempt ->> 'provider', attempt ->> 'reason',
                       coalesce(cast(attempt -> 'usage' ->> 'prompt_tokens' as integer), 0),
                       coalesce(cast(attempt -> 'usage' ->> 'completion_tokens' as integer), 0),
                       coalesce(cast(attempt -> 'usage' ->> 'cached_tokens' as integer), 0),
                       coalesce(cast(attempt -> 'usage' ->> 'reasoning_tokens' as integer), 0),
                       coalesce(cast(attempt -> 'usage' ->> 'estimated' as boolean), false),
                       cast(attempt ->> 'provider_cost' as bigint),
                       coalesce(cast(attempt ->> 'byok' as boolean), false)
                from written
                join event using (generation_id)
                cross join lateral jsonb_array_elements(given_up) with ordinality as each (attempt, position)
                )
                select generation_id from written
                """;
        return session.createNativeQuery(sql, String.class)
                .setParameter("events", events)
                .getResultList();
    }

    /** The generation if it is this account's. */
    public Optional<Generation> ofAccount(String accountId, String generationId) {
        return find("generationId = ?1 and accountId = ?2", generationId, accountId)
                .firstResultOptional();
    }

    /** The attempts of a generation that a provider may have served in vain, in the order in which they were given up. */
    public List<GivenUpAttempt> givenUp(String generationId) {
        var sql = """
                select model, provider, reason, prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens,
                       estimated, provider_cost, byok
                from given_up_attempt
                where generation_id = :generationId
                order by position
                """;
        return session.createNativeQuery(sql, GivenUpRow.class).setParameter("generationId", generationId).stream()
                .map(GivenUpRow::attempt)
                .toList();
    }

    /** What the key has spent; empty when the account has no such key that ever spent. */
    public Optional<KeySpend> spendOf(String accountId, String keyId) {
        var sql = """
                select spent, generations
                from key_spend
                where account_id = :accountId and key_id = :keyId
                """;
        return session.createNativeQuery(sql, KeySpend.class)
                .setParameter("accountId", accountId)
                .setParameter("keyId", keyId)
                .uniqueResultOptional();
    }

    public List<ModelTotals> totals() {
        var sql = """
                select model,
                       count(*),
                       sum(prompt_tokens),
                       sum(completion_tokens),
                       cast(sum(cost) as bigint),
                       count(*) filter (where estimated)
                from generation
                group by model
                order by model
                """;
        return session.createNativeQuery(sql, ModelTotals.class).getResultList();
    }
}
