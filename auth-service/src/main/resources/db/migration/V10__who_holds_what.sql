alter table api_key_secret
    -- The key, grant or user that was shown it; null: an operator. Who leaves an account takes nothing along.
    add shown_to text;

update api_key_secret s
set shown_to = k.made_by
from api_key k
where k.key_id = s.key_id;

alter table audit_event
    -- The key or grant that acted, or 'operator'; null when a person did it themselves.
    add via text;
