-- Amounts are micro-roubles everywhere (1 rouble = 1,000,000).

-- Who pays, with the sums of its ledger entries. The version grows with every change of the balance, so that the copy
-- in Redis is never overwritten by an older one.
create table account (
    account_id text primary key,
    balance    bigint      not null default 0,
    topped_up  bigint      not null default 0,
    spent      bigint      not null default 0,
    version    bigint      not null default 0,
    created_at timestamptz not null default now()
);

-- Double entry: each row takes an amount from one ledger account and gives it to another, so every row is balanced by
-- itself. Ledger accounts: customer_credit (one per account_id), revenue:<provider>, top_up.
create table ledger_entry (
    entry_id   bigint generated always as identity primary key,
    account_id text        not null references account,
    -- top_up, settlement, or correction of a settlement that was made without knowing the usage.
    kind       text        not null check (kind in ('top_up', 'settlement', 'correction')),
    -- The generation's id, or the reference of the top-up.
    reference  text        not null,
    debit      text        not null,
    credit     text        not null,
    amount     bigint      not null check (amount >= 0),
    created_at timestamptz not null default now(),
    unique (account_id, kind, reference)
);

create function refuse_change() returns trigger language plpgsql as
$$
begin
    raise exception 'ledger_entry is append-only: correct an entry by another entry';
end
$$;

create trigger ledger_entry_is_append_only
    before update or delete or truncate
    on ledger_entry
    for each statement
execute function refuse_change();

-- One row per settled generation, with the price it was rated at. Never any part of a prompt or an answer.
create table generation (
    generation_id         text primary key,
    account_id            text        not null references account,
    key_id                text        not null,
    model                 text        not null,
    requested_model       text        not null,
    provider              text        not null,
    streamed              boolean     not null,
    outcome               text        not null,
    finish_reason         text,
    error_code            text,
    prompt_tokens         integer     not null,
    completion_tokens     integer     not null,
    cached_tokens         integer     not null,
    reasoning_tokens      integer     not null,
    estimated             boolean     not null,
    prompt_per_million    bigint     not null,
    cached_per_million    bigint     not null,
    completion_per_million bigint     not null,
    price_valid_from      date        not null,
    cost                  bigint      not null check (cost >= 0),
    attempts              integer     not null,
    started_at            timestamptz not null,
    latency_ms            bigint      not null,
    first_byte_ms         bigint,
    provider_request_id   text,
    settled_at            timestamptz not null default now()
);

create index generation_of_account on generation (account_id, settled_at);

-- What each API key has spent, kept in step with generation.
create table key_spend (
    account_id  text   not null references account,
    key_id      text   not null,
    spent       bigint not null,
    generations bigint not null,
    primary key (account_id, key_id)
);
