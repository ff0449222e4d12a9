-- What providers served, or may have served, to attempts that brought their callers nothing. Nobody is charged for it: it is
-- provider cost alone. A generation without such an attempt has no row here.
create table given_up_attempt (
    generation_id     text     not null references generation,
    position          smallint not null,
    model             text     not null,
    provider          text     not null,
    reason            text     not null,
    prompt_tokens     integer  not null,
    completion_tokens integer  not null,
    cached_tokens     integer  not null,
    reasoning_tokens  integer  not null,
    estimated         boolean  not null,
    provider_cost     bigint   not null check (provider_cost >= 0),
    byok              boolean  not null,
    primary key (generation_id, position)
);

-- The same by day, beside what was answered, on the day and with the model and provider of the attempt; calls on an account's
-- own contract apart, which no provider takes of us.
alter table usage_day
    add column given_up_prompt_tokens     bigint not null default 0,
    add column given_up_completion_tokens bigint not null default 0,
    add column given_up_provider_cost     bigint not null default 0;
