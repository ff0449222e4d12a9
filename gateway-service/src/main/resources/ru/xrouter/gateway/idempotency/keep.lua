-- Remembers an answer. KEYS: entry (hash), bytes kept of the account (integer). ARGV: request id, milliseconds to keep it, most
-- bytes of the account, body, 1 when the body is whole, content type, model, provider. An entry that is another request's by
-- now, or forgotten, is left alone; one that is kept stays so.
if redis.call('HGET', KEYS[1], 'request') ~= ARGV[1] then
  return 0
end
local state = redis.call('HGET', KEYS[1], 'state') == 'kept' and 'kept' or 'answered'
if ARGV[5] == '1' then
  local kept = redis.call('INCRBY', KEYS[2], #ARGV[4])
  if kept == #ARGV[4] then
    redis.call('PEXPIRE', KEYS[2], 86400000)
  end
  if kept <= tonumber(ARGV[3]) then
    state = 'kept'
    redis.call('HSET', KEYS[1], 'type', ARGV[6], 'model', ARGV[7], 'provider', ARGV[8], 'body', ARGV[4])
  else
    redis.call('DECRBY', KEYS[2], #ARGV[4])
  end
end
redis.call('HSET', KEYS[1], 'state', state)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
