-- A link to a new e-mail of somebody who has one already.
alter table email_link
    drop constraint email_link_purpose_check,
    add constraint email_link_purpose_check check (purpose in ('confirm', 'reset', 'email')),
    -- In lower case.
    add email text,
    add check ((purpose = 'email') = (email is not null));
