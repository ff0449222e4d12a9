-- Who logs in.
create table person (
    user_id      text primary key,
    -- In lower case.
    email        text        not null unique,
    -- Argon2id with its parameters, in PHC's form.
    password     text        not null,
    confirmed_at timestamptz,
    created_at   timestamptz not null
);

create table member (
    account_id text        not null references account,
    user_id    text        not null references person,
    role       text        not null check (role in ('owner', 'admin', 'developer', 'billing')),
    created_at timestamptz not null,
    primary key (account_id, user_id)
);

create index member_of_user on member (user_id);

create table session (
    session_id   text primary key,
    -- SHA-256 of what the browser's cookie holds.
    hash         bytea       not null unique,
    user_id      text        not null references person,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null,
    address      text        not null,
    agent        text        not null
);

create index session_of_user on session (user_id);

-- A link that was sent by e-mail; it works once.
create table email_link (
    hash       bytea primary key,
    user_id    text        not null references person,
    purpose    text        not null check (purpose in ('confirm', 'reset')),
    -- Where the person was going, a path of ours.
    return_to  text        not null,
    expires_at timestamptz not null
);

-- Every act that matters to security. Rows are only ever added.
create table audit_event (
    event_id   bigint generated always as identity primary key,
    at         timestamptz not null,
    account_id text,
    user_id    text,
    act        text        not null,
    subject    text,
    address    text
);

create index audit_event_of_account on audit_event (account_id, event_id desc);
create index audit_event_of_user on audit_event (user_id, event_id desc);

create function audit_event_stays() returns trigger language plpgsql as
$$
begin
    raise exception 'The audit log is only ever added to.';
end
$$;

create trigger audit_event_stays
    before update or delete or truncate on audit_event
    execute function audit_event_stays();

create table oauth_client (
    client_id              text primary key,
    name                   text        not null,
    -- none: a public client.
    auth_method            text        not null check (auth_method in ('none', 'client_secret_basic', 'private_key_jwt')),
    -- SHA-256 of a random secret.
    secret_hash            bytea,
    -- JWK set of the keys that sign its assertions.
    jwks                   text,
    redirect_uris          text[]      not null,
    scopes                 text[]      not null,
    token_lifetime_seconds bigint      not null check (token_lifetime_seconds between 60 and 31622400),
    created_at             timestamptz not null,
    disabled_at            timestamptz,
    check ((auth_method = 'client_secret_basic') = (secret_hash is not null)),
    check ((auth_method = 'private_key_jwt') = (jwks is not null))
);

-- Assertions of clients that were used already.
create table client_assertion (
    client_id  text        not null,
    jti        text        not null,
    expires_at timestamptz not null,
    primary key (client_id, jti)
);

-- What a person allowed an app.
create table oauth_grant (
    grant_id   text primary key,
    client_id  text        not null references oauth_client,
    user_id    text        not null references person,
    account_id text        not null references account,
    scopes     text[]      not null,
    cap_micros bigint check (cap_micros >= 0),
    cap_period text check (cap_period in ('day', 'month', 'lifetime')),
    created_at timestamptz not null,
    revoked_at timestamptz,
    check ((cap_micros is null) = (cap_period is null))
);

create index oauth_grant_of_user on oauth_grant (user_id, created_at);

create table authorization_code (
    hash           bytea primary key,
    grant_id       text        not null references oauth_grant,
    redirect_uri   text        not null,
    code_challenge text        not null,
    expires_at     timestamptz not null,
    used_at        timestamptz
);

create table access_token (
    jti        text primary key,
    grant_id   text        not null references oauth_grant,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);

create index access_token_of_grant on access_token (grant_id);

create table signing_key (
    kid               text primary key,
    public_jwk        text        not null,
    -- AES-256-GCM under the envelope key.
    private_encrypted bytea       not null,
    created_at        timestamptz not null
);
