alter table session
    -- The account that the person acts for; null, or one they have left: the one they joined first.
    add account_id text references account;

-- An e-mail that makes whoever it was sent to a member; it works once.
create table invitation (
    invitation_id text primary key,
    -- SHA-256 of what the link holds.
    hash          bytea       not null unique,
    account_id    text        not null references account,
    -- In lower case; only a person with this e-mail can accept.
    email         text        not null,
    role          text        not null check (role in ('owner', 'admin', 'developer', 'billing')),
    invited_by    text        not null references person,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    unique (account_id, email)
);
