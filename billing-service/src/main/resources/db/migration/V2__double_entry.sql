-- Prices know the provider's side and the tax, so every generation knows its margin. What was settled before is not known.
alter table generation
    add column vat           bigint not null default 0 check (vat >= 0),
    add column provider_cost bigint not null default 0 check (provider_cost >= 0),
    add column app           text,
    add column end_user      text;

-- The part of the balance that was given and not paid in; it is spent first and may expire.
alter table account
    add column promotional bigint not null default 0 check (promotional >= 0);

-- The promotional credits an account was given, and what is left of each. The one that expires first is spent first.
create table promotion (
    account_id text        not null references account,
    reference  text        not null,
    amount     bigint      not null check (amount > 0),
    remaining  bigint      not null check (remaining between 0 and amount),
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    primary key (account_id, reference)
);

create index promotion_left on promotion (account_id, expires_at) where remaining > 0;
create index promotion_expiring on promotion (expires_at) where remaining > 0;

-- Ledger accounts: customer_credit and promotional_credit (one each per account_id), revenue:<provider>, vat,
-- provider_cost:<provider>, provider:<provider> (what we owe it), top_up (what was paid in), promotions (what we gave
-- away), corrections. An entry takes an amount from its debit and gives it to its credit, so the whole is always balanced.
alter table ledger_entry
    drop constraint ledger_entry_kind_check,
    add constraint ledger_entry_kind_check check (kind in (
        'top_up',
        'settlement', 'vat', 'provider_cost',
        -- of a settlement that was made without knowing the usage
        'correction',
        'promotion', 'promotion_expiry',
        -- by an operator
        'adjustment')),
    add constraint ledger_entry_moves check (debit <> credit),
    drop constraint ledger_entry_account_id_kind_reference_key,
    add constraint ledger_entry_once unique (account_id, reference, kind, debit);

alter table ledger_entry
    add column note text;

-- The trigger refuses changes to everybody; the service's own role has no right to them in the first place.
revoke update, delete, truncate on ledger_entry from current_user;

-- The balance of every ledger account: what was given to it less what was taken. They always add up to zero.
create table ledger_balance (
    ledger_account text primary key,
    balance        bigint not null
);

insert into ledger_balance (ledger_account, balance)
select ledger_account, sum(amount)
from (select credit as ledger_account, amount from ledger_entry
      union all
      select debit, -amount from ledger_entry) moved
group by ledger_account;

-- One place keeps the balances in step, whichever statement adds entries. Rows are locked in one order, so that two
-- batches never deadlock.
create function add_to_ledger_balances() returns trigger language plpgsql as
$$
begin
    insert into ledger_balance as known (ledger_account, balance)
    select ledger_account, sum(amount)
    from (select credit as ledger_account, amount from added
          union all
          select debit, -amount from added) moved
    group by ledger_account
    order by ledger_account
    on conflict (ledger_account) do update set balance = known.balance + excluded.balance;
    return null;
end
$$;

create trigger ledger_entry_adds_to_balances
    after insert
    on ledger_entry
    referencing new table as added
    for each statement
execute function add_to_ledger_balances();

-- What came of recomputing every sum from the entries.
create table audit (
    audit_id          bigint generated always as identity primary key,
    finished_at       timestamptz not null default clock_timestamp(),
    differing         bigint      not null,
    difference        bigint      not null,
    drifting_accounts bigint      not null,
    checks            jsonb       not null
);

create index audit_newest on audit (finished_at);
