-- Key pairs of people's devices (WebAuthn): the device keeps the private half and asks for a finger, a face or a PIN before it signs.
create table passkey (
    passkey_id    text primary key,
    -- The device's own name of it.
    credential_id bytea       not null unique,
    user_id       text        not null references person,
    -- For people.
    name          text        not null,
    -- Public key, credential id and make of the device, in WebAuthn's form (attested credential data).
    credential    bytea       not null,
    -- How often it signed, where the device counts; it may never go back.
    sign_count    bigint      not null,
    -- Whether the device may copy it to a person's other devices.
    shared        boolean     not null,
    created_at    timestamptz not null,
    last_used_at  timestamptz
);

create index passkey_of_user on passkey (user_id, created_at);

-- Challenges that were answered: each is good once.
create table passkey_challenge (
    -- SHA-256 of what the browser's cookie held.
    hash       bytea primary key,
    expires_at timestamptz not null
);

create index passkey_challenge_expiry on passkey_challenge (expires_at);
