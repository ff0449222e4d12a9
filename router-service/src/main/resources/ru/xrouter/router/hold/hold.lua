-- Reserves an amount of an account's credit for one generation, or says why not.
-- KEYS: balance, holds, held. ARGV: generation id, micros, hold ("micros:expiresAtMillis:keyId:model").
-- Answers {code, free micros}: 1 held, 0 too little credit, -1 no copy of the balance, -2 the generation has a hold already.
local micros = redis.call('HGET', KEYS[1], 'micros')
if not micros then
  return {-1, 0}
end
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then
  return {-2, 0}
end
local free = tonumber(micros) - tonumber(redis.call('GET', KEYS[3]) or '0')
if free < tonumber(ARGV[2]) then
  return {0, free}
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
redis.call('INCRBY', KEYS[3], ARGV[2])
return {1, free - tonumber(ARGV[2])}
