-- Registers the hold of a running generation again, whatever the balance; nothing when it is there.
-- KEYS: holds, held, hold registry; with a cap also the key's spend.
-- ARGV: generation id, micros, hold ("micros:expiresAtMillis:keyId:capped:model"), expiresAtMillis, member of the registry.
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[3]) == 0 then
  return 0
end
redis.call('INCRBY', KEYS[2], ARGV[2])
redis.call('ZADD', KEYS[3], ARGV[4], ARGV[5])
if KEYS[4] then
  redis.call('HINCRBY', KEYS[4], 'held', ARGV[2])
end
return 1
