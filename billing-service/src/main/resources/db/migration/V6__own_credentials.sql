-- Generations that the account's own contract with the provider paid for: their cost is our fee.
-- The ledger gives it to service_fee:<provider> in place of revenue:<provider>, and has no provider_cost for it.
alter table generation
    add column byok boolean not null default false;
