-- Payments that were begun here and are made on the provider's page. What succeeded is a top-up in the ledger, under the
-- payment's id.
create table payment (
    payment_id  text primary key,
    account_id  text        not null references account,
    amount      bigint      not null check (amount > 0),
    status      text        not null default 'pending' check (status in ('pending', 'succeeded', 'canceled')),
    provider_id text,
    created_at  timestamptz not null default now(),
    closed_at   timestamptz
);

create index payment_of_account on payment (account_id, created_at);
