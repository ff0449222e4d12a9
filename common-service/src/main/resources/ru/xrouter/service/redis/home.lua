-- Tells which process holds a key, and the mark beside it.
-- KEYS: the key, its mark. ARGV: the mark to be, where there is none.
redis.call('SET', KEYS[2], ARGV[1], 'NX')
return {redis.call('INFO', 'server'), redis.call('GET', KEYS[2])}
