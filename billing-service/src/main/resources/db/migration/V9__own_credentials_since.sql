-- From which day on usage_day tells generations with the account's own credential apart, so that the audit can recompute that
-- too. Where there is usage already, not from the days on which billing of the release before may still write.
create table usage_day_told_apart (
    since date not null
);

insert into usage_day_told_apart (since)
select case when exists (select from usage_day) then cast(now() at time zone 'UTC' as date) + 2 else '-infinity' end;
