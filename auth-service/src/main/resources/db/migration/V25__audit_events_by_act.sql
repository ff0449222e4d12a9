-- Operators look for one kind of act, also for those of no account and nobody.
create index audit_event_of_act on audit_event (act, event_id desc);
