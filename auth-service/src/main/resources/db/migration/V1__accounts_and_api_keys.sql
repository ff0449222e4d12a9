-- A named set of limits. Tiers are data: a new one needs no release.
create table tier (
    name                text primary key,
    requests_per_minute integer not null check (requests_per_minute >= 1),
    concurrency         integer not null check (concurrency >= 1)
);

insert into tier (name, requests_per_minute, concurrency)
values ('free', 20, 5),
       ('pro', 100, 20),
       ('enterprise', 1000, 200);

-- Who pays.
create table account (
    account_id text primary key,
    name       text        not null,
    created_at timestamptz not null
);

create table api_key (
    key_id              text primary key,
    account_id          text        not null references account,
    name                text        not null,
    -- Beginning and end of the key, for people.
    label               text        not null,
    -- HMAC-SHA-256 of the key's digest under the pepper; the key itself is kept nowhere.
    hash                bytea       not null unique,
    tier                text        not null references tier,
    -- Null means the tier's own.
    requests_per_minute integer check (requests_per_minute >= 1),
    concurrency         integer check (concurrency >= 1),
    created_at          timestamptz not null,
    expires_at          timestamptz,
    last_used_at        timestamptz,
    revoked_at          timestamptz,
    -- Whether the gateways were told of the revocation.
    revocation_sent     boolean     not null default false
);

create index api_key_of_account on api_key (account_id, created_at);
create index api_key_revocation_to_send on api_key (revoked_at) where revoked_at is not null and not revocation_sent;
