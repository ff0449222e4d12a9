-- Of the authentication that a code tells about, when an ID token was asked for.
alter table authorization_code
    add column nonce     text,
    add column auth_time timestamptz;

alter table oauth_client
    -- Whether it may ask by the device grant.
    add column device          boolean not null default false,
    -- It registered itself: nobody has looked at its name.
    add column self_registered boolean not null default false;

-- An authorization request that an app pushed ahead of the person; it is decided once.
create table pushed_request (
    -- SHA-256 of its request_uri.
    hash       bytea primary key,
    client_id  text        not null references oauth_client,
    query      text        not null,
    expires_at timestamptz not null
);

create index pushed_request_expiry on pushed_request (expires_at);

-- A device that waits for a person to allow it something elsewhere.
create table device_authorization (
    -- SHA-256 of the device code.
    hash             bytea primary key,
    -- Without its dash; nobody else has it while it lives.
    user_code        text        not null unique,
    client_id        text        not null references oauth_client,
    scopes           text[]      not null,
    -- From where the device asked, to be shown to the person.
    address          text        not null,
    expires_at       timestamptz not null,
    interval_seconds integer     not null,
    polled_at        timestamptz,
    denied_at        timestamptz,
    -- Of the person who allowed it.
    grant_id         text references oauth_grant,
    auth_time        timestamptz
);

create index device_authorization_expiry on device_authorization (expires_at);
