-- Whether somebody was told that the account is running low; told again only after it has recovered.
alter table account
    add column low_balance_told boolean not null default false;
