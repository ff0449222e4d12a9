-- What was agreed with one account goes before the tiers of its keys. Null means the tier's own.
alter table account
    add requests_per_minute integer check (requests_per_minute >= 1),
    add requests_per_day    integer check (requests_per_day >= 1),
    add tokens_per_minute   integer check (tokens_per_minute >= 1),
    add tokens_per_day      integer check (tokens_per_day >= 1),
    add concurrency         integer check (concurrency >= 1);

-- How much all keys of an account together may ask of one model: in a tier, or as agreed with one account, which goes before.
-- Null means no such limit.
create table model_limit (
    tier                text references tier,
    account_id          text references account,
    -- Id or alias, as the catalogue knows it.
    model               text not null,
    requests_per_minute integer check (requests_per_minute >= 1),
    requests_per_day    integer check (requests_per_day >= 1),
    tokens_per_minute   integer check (tokens_per_minute >= 1),
    tokens_per_day      integer check (tokens_per_day >= 1),
    concurrency         integer check (concurrency >= 1),
    check (num_nonnulls(tier, account_id) = 1)
);

create unique index model_limit_of_tier on model_limit (tier, model) where tier is not null;
create unique index model_limit_of_account on model_limit (account_id, model) where account_id is not null;
