-- Lets a request with an idempotency key begin, once. KEYS: its entry (hash). ARGV: fingerprint, request id, milliseconds it
-- may run. Answers {0 it begins | 1 it is running | 2 the key is another request's | 3 answered, not kept | 4 answered,
-- request id, content type, model, provider, body}.
local entry = redis.call('HMGET', KEYS[1], 'fingerprint', 'state', 'request', 'type', 'model', 'provider', 'body')
if not entry[1] then
  redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'state', 'running', 'request', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return {0}
end
if entry[1] ~= ARGV[1] then
  return {2}
end
if entry[2] == 'running' then
  return {1}
end
if entry[2] == 'answered' then
  return {3}
end
return {4, entry[3], entry[4], entry[5], entry[6], entry[7]}
