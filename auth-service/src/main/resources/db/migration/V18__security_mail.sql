-- What people have to be told by e-mail. A row stays until the mail server has taken it. It holds no link and no secret.
create table security_mail (
    mail_id     bigint generated always as identity primary key,
    -- The address at the time of the act, whatever becomes of it.
    email       text        not null,
    subject     text        not null,
    body        text        not null,
    created_at  timestamptz not null,
    -- When it is tried next.
    due_at      timestamptz not null,
    tries       integer     not null default 0,
    given_up_at timestamptz
);

create index security_mail_due on security_mail (due_at) where given_up_at is null;

-- A browser in which a person has signed in.
create table known_browser (
    user_id text        not null references person,
    -- SHA-256 of what the browser's cookie holds.
    hash    bytea       not null,
    seen_at timestamptz not null,
    primary key (user_id, hash)
);
