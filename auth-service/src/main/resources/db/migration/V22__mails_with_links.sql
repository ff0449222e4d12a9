-- An e-mail with a link, which opens something: sealed under the envelope key, tried only as long as the link works, and never kept.
alter table security_mail
    alter body drop not null,
    add sealed       bytea,
    -- Null: as long as any e-mail is tried.
    add useful_until timestamptz,
    add check ((body is null) <> (sealed is null));

-- What somebody who is not signed in asked for by e-mail. It is done after they were answered, so that the answer is the same, and takes as
-- long, whoever has the e-mail.
create table mail_wish (
    wish_id    bigint generated always as identity primary key,
    kind       text        not null check (kind in ('sign_up', 'reset')),
    -- In lower case.
    email      text        not null,
    -- Argon2id of the password with which somebody signs up.
    password   text,
    -- A path of ours.
    return_to  text        not null,
    language   text        not null check (language in ('en', 'ru')),
    address    text        not null,
    created_at timestamptz not null,
    check ((kind = 'sign_up') = (password is not null))
);
