-- A code that an app exchanges for an API key, as OpenRouter's sign-in does it.
create table key_code (
    hash           bytea primary key,
    account_id     text        not null references account,
    user_id        text        not null references person,
    -- Host of the app, for people.
    app            text        not null,
    code_challenge text        not null,
    cap_micros     bigint check (cap_micros >= 0),
    cap_period     text check (cap_period in ('day', 'month', 'lifetime')),
    expires_at     timestamptz not null,
    -- The key that was made of it.
    key_id         text references api_key,
    check ((cap_micros is null) = (cap_period is null))
);
