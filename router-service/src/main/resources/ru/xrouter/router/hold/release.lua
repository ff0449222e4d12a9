-- Gives back the hold of a generation that was not admitted. KEYS: holds, held. ARGV: generation id.
local hold = redis.call('HGET', KEYS[1], ARGV[1])
if not hold then
  return 0
end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('DECRBY', KEYS[2], string.match(hold, '^%d+'))
return 1
