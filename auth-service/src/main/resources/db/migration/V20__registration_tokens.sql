alter table oauth_client
    -- SHA-256 of what an app that registered itself shows to look at, change or remove its registration (RFC 7592).
    add registration_token_hash bytea,
    add check (self_registered or registration_token_hash is null);
