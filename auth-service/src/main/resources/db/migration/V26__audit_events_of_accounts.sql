-- The log of a quiet account is found without walking through everybody's: what its members did for themselves, and what apps did.
create index audit_event_of_person on audit_event (user_id, event_id desc) where account_id is null;
create index audit_event_of_app on audit_event (via, event_id desc) where account_id is null and user_id is null;
