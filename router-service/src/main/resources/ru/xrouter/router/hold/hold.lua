-- Reserves an amount of an account's credit, and of a key's spending cap, for one generation, or says why not.
-- KEYS: balance, holds, held, hold registry; with a cap also the key's spend.
-- ARGV: generation id, micros, hold ("micros:expiresAtMillis:keyId:capped:model"), expiresAtMillis, member of the registry;
-- with a cap also day, month, and the most of a day, of a month and in all, each empty when there is none.
-- Answers {code, free micros, which}: 1 held, 0 too little credit, -1 no copy of the balance or of the key's spend, -2 the
-- generation has a hold already, -3 too little of the cap (which: 1 day, 2 month, 3 lifetime).
local micros = redis.call('HGET', KEYS[1], 'micros')
if not micros then
  return {-1, 0, 0}
end
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then
  return {-2, 0, 0}
end
local amount = tonumber(ARGV[2])
if KEYS[5] then
  local key = redis.call('HMGET', KEYS[5], 'version', 'held', 'day', 'day_micros', 'month', 'month_micros', 'micros')
  if not key[1] then
    return {-1, 0, 0}
  end
  local spent = {
    key[3] == ARGV[6] and tonumber(key[4]) or 0,
    key[5] == ARGV[7] and tonumber(key[6]) or 0,
    tonumber(key[7])
  }
  for which = 1, 3 do
    local most = ARGV[7 + which]
    if most ~= '' then
      local free = tonumber(most) - spent[which] - tonumber(key[2] or '0')
      if free < amount then
        return {-3, free, which}
      end
    end
  end
end
local free = tonumber(micros) - tonumber(redis.call('GET', KEYS[3]) or '0')
if free < amount then
  return {0, free, 0}
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
redis.call('INCRBY', KEYS[3], ARGV[2])
redis.call('ZADD', KEYS[4], ARGV[4], ARGV[5])
if KEYS[5] then
  redis.call('HINCRBY', KEYS[5], 'held', ARGV[2])
end
return {1, free - amount, 0}
