-- Gives the service's role the rows and nothing else. Where one role does both, as on a developer's machine, it owns them already.
do
$$
begin
    if current_user <> '${runtime_role}' then
        grant usage on schema auth to "${runtime_role}";
        grant select, insert, update, delete on all tables in schema auth to "${runtime_role}";
        grant usage, select on all sequences in schema auth to "${runtime_role}";
        revoke insert, update, delete on auth.flyway_schema_history from "${runtime_role}";
        -- The audit log only grows.
        revoke update, delete on auth.audit_event from "${runtime_role}";
    end if;
end
$$;
