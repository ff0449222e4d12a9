-- Whether the account's people were mailed that it is running low; apart from the webhook's notice, so that trouble of the
-- one does not repeat the other. The times say since when a process is at it: another one takes over when it has died.
alter table account
    add column low_balance_mailed  boolean not null default false,
    add column low_balance_telling timestamptz,
    add column low_balance_mailing timestamptz;

-- Who was told by the webhook is not told again.
update account set low_balance_mailed = low_balance_told;
