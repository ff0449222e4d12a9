-- An account's own credential at a provider, which is used in place of ours.
create table provider_credential (
    account_id     text        not null references account,
    -- As in provider.order.
    provider       text        not null,
    -- AES-256-GCM under the envelope key, bound to account and provider.
    sealed         bytea       not null,
    -- Which envelope key.
    envelope_key   text        not null,
    -- The end of the secret, for people.
    label          text        not null,
    -- Whether ours may be used when this one does not serve.
    allow_fallback boolean     not null,
    created_at     timestamptz not null,
    validated_at   timestamptz not null,
    -- What the provider said of it then.
    valid          boolean     not null,
    primary key (account_id, provider)
);

create index provider_credential_under on provider_credential (envelope_key);
