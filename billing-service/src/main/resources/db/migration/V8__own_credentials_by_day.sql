-- The part of each day that generations with the account's own credential at a provider make up. Columns rather than rows, so
-- that billing of the release before goes on beside this one. Days before this are not told apart: counting them would hold up
-- settlement for as long as all generations take to read.
alter table usage_day
    add column byok_generations       bigint not null default 0,
    add column byok_prompt_tokens     bigint not null default 0,
    add column byok_completion_tokens bigint not null default 0,
    add column byok_cost              bigint not null default 0;
