alter table account
    -- Since then nothing of it is served; its members, keys and grants stay as they are.
    add closed_at timestamptz;
