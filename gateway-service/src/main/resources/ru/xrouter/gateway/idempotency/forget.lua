-- Forgets a request that got no answer that was paid. KEYS: its entry (hash). ARGV: request id. An entry that is another
-- request's by now, or has an answer, is left alone.
local entry = redis.call('HMGET', KEYS[1], 'request', 'state')
if entry[1] == ARGV[1] and entry[2] == 'running' then
  redis.call('DEL', KEYS[1])
end
return 1
