-- Null means no such limit.
alter table tier
    add requests_per_day  integer check (requests_per_day >= 1),
    add tokens_per_minute integer check (tokens_per_minute >= 1),
    add tokens_per_day    integer check (tokens_per_day >= 1);

update tier set requests_per_day = 200 where name = 'free';
update tier set requests_per_day = 1000 where name = 'pro';

alter table api_key
    add disabled          boolean not null default false,
    add scopes            text[]  not null default '{inference,usage:read}',
    -- Empty means all.
    add models            text[]  not null default '{}',
    add addresses         text[]  not null default '{}',
    -- Null means the tier's own.
    add requests_per_day  integer check (requests_per_day >= 1),
    add tokens_per_minute integer check (tokens_per_minute >= 1),
    add tokens_per_day    integer check (tokens_per_day >= 1),
    add cap_micros        bigint check (cap_micros >= 0),
    add cap_period        text check (cap_period in ('day', 'month', 'lifetime')),
    -- The key, grant or user that made it; null: an operator.
    add made_by           text,
    add check ((cap_micros is null) = (cap_period is null));

-- What opens a key. While a key is being rotated it has two; all that is known of the key is known under both.
create table api_key_secret (
    -- HMAC-SHA-256 of the secret's digest under the pepper; the secret itself is kept nowhere.
    hash       bytea primary key,
    -- Which pepper.
    pepper     text        not null,
    key_id     text        not null references api_key,
    label      text        not null,
    created_at timestamptz not null,
    expires_at timestamptz
);

create index api_key_secret_of_key on api_key_secret (key_id);

insert into api_key_secret (hash, pepper, key_id, label, created_at)
select hash, '1', key_id, label, created_at
from api_key;

-- What the gateways must be told: forget what you know of this key or grant. A row stays until Redis has taken it.
create table notice (
    notice_id  bigint generated always as identity primary key,
    subject    text        not null,
    created_at timestamptz not null default now()
);

insert into notice (subject)
select key_id
from api_key
where revoked_at is not null and not revocation_sent;

alter table api_key
    drop column hash,
    drop column revocation_sent;
