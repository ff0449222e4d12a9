-- Usage by day for reports, and what keys have spent for their caps; kept in step with the ledger. Days are UTC's, by the
-- time of the settlement, so a day that is over never changes.
create table usage_day (
    account_id        text    not null references account,
    day               date    not null,
    key_id            text    not null,
    -- Empty when the account acted by itself.
    app               text    not null,
    model             text    not null,
    provider          text    not null,
    generations       bigint  not null,
    prompt_tokens     bigint  not null,
    completion_tokens bigint  not null,
    cached_tokens     bigint  not null,
    reasoning_tokens  bigint  not null,
    cost              bigint  not null,
    vat               bigint  not null,
    provider_cost     bigint  not null,
    primary key (account_id, day, key_id, app, model, provider)
);

create index usage_day_of_key on usage_day (account_id, key_id, day);

insert into usage_day (account_id, day, key_id, app, model, provider, generations, prompt_tokens, completion_tokens,
                       cached_tokens, reasoning_tokens, cost, vat, provider_cost)
select account_id, cast(settled_at at time zone 'UTC' as date), key_id, coalesce(app, ''), model, provider, count(*),
       sum(prompt_tokens), sum(completion_tokens), sum(cached_tokens), sum(reasoning_tokens), sum(cost), sum(vat),
       sum(provider_cost)
from generation
group by 1, 2, 3, 4, 5, 6;
