-- Gives back the hold of a generation that was not admitted.
-- KEYS: holds, held, hold registry; with a cap also the key's spend. ARGV: generation id, member of the registry.
local hold = redis.call('HGET', KEYS[1], ARGV[1])
if not hold then
  return 0
end
local micros = string.match(hold, '^%d+')
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('DECRBY', KEYS[2], micros)
redis.call('ZREM', KEYS[3], ARGV[2])
if KEYS[4] and redis.call('HEXISTS', KEYS[4], 'held') == 1 then
  redis.call('HINCRBY', KEYS[4], 'held', '-' .. micros)
end
return 1
