-- Whoever signs up with an e-mail first must not choose the password of the one who confirms it: each link has its own.
alter table email_link add column password text;
