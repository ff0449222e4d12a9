-- An authenticator app that shows codes (RFC 6238).
create table second_factor (
    user_id          text primary key references person,
    -- AES-256-GCM under the envelope key.
    secret_encrypted bytea       not null,
    created_at       timestamptz not null,
    -- Null until the person has shown a code; only then is it asked for.
    confirmed_at     timestamptz,
    -- The time step of the newest code that was taken: it and older ones are taken no more.
    last_step        bigint      not null default 0,
    -- Wrong codes since then.
    failed           integer     not null default 0,
    failed_since     timestamptz not null default 'epoch'
);

-- What opens the door when the app is lost; each works once.
create table recovery_code (
    -- SHA-256 of 80 random bits.
    hash    bytea primary key,
    user_id text not null references second_factor on delete cascade
);

create index recovery_code_of_user on recovery_code (user_id);

alter table session
    -- The password was right; nothing is allowed until the second factor has been shown.
    add awaits_second_factor boolean not null default false,
    add by_second_factor     boolean not null default false;
