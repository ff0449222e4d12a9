-- The part of each day that generations with the account's own credential at a provider make up. Columns rather than rows, so
-- that billing of the release before goes on beside this one.
alter table usage_day
    add column byok_generations       bigint not null default 0,
    add column byok_prompt_tokens     bigint not null default 0,
    add column byok_completion_tokens bigint not null default 0,
    add column byok_cost              bigint not null default 0;

update usage_day d
set byok_generations = own.generations, byok_prompt_tokens = own.prompt_tokens,
    byok_completion_tokens = own.completion_tokens, byok_cost = own.cost
from (select account_id, cast(settled_at at time zone 'UTC' as date) as day, key_id, coalesce(app, '') as app, model,
             provider, count(*) as generations, sum(prompt_tokens) as prompt_tokens,
             sum(completion_tokens) as completion_tokens, sum(cost) as cost
      from generation
      where byok
      group by 1, 2, 3, 4, 5, 6) own
where (d.account_id, d.day, d.key_id, d.app, d.model, d.provider)
    = (own.account_id, own.day, own.key_id, own.app, own.model, own.provider);
