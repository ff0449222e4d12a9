-- Null: the person comes in by an outside provider and has not set one.
alter table person
    alter password drop not null;

-- Who a person is to an outside provider.
create table outside_identity (
    issuer       text        not null,
    -- The provider's own, unchanging id of the person.
    subject      text        not null,
    user_id      text        not null references person,
    -- Its name in our configuration, and the e-mail that it told then: for people.
    provider     text        not null,
    email        text,
    created_at   timestamptz not null,
    last_used_at timestamptz not null,
    primary key (issuer, subject),
    unique (user_id, issuer)
);

-- Somebody who is at a provider and expected back in the same browser, once.
create table outside_attempt (
    -- SHA-256 of what the browser's cookie holds; state, nonce and verifier are derived from that.
    hash       bytea primary key,
    provider   text        not null,
    -- Who links the provider to what they have; null: somebody signs in.
    user_id    text references person,
    -- A path of ours.
    return_to  text        not null,
    expires_at timestamptz not null
);

create index outside_attempt_expiry on outside_attempt (expires_at);

-- A newcomer whose provider does not vouch for the e-mail: they confirm it by a link, in the browser in which they came.
create table outside_pending (
    -- SHA-256 of what the link holds.
    hash         bytea primary key,
    -- SHA-256 of what the browser's cookie holds.
    browser_hash bytea       not null,
    issuer       text        not null,
    subject      text        not null,
    provider     text        not null,
    -- In lower case.
    email        text        not null,
    return_to    text        not null,
    expires_at   timestamptz not null
);

create index outside_pending_expiry on outside_pending (expires_at);
