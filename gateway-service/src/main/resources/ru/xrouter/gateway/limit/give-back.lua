-- Takes a generation from those that run and moves the arrivals back that admit.lua moved for it, wholly or in part; does
-- nothing to a scope where it does not run, so that nothing is given back twice, nor what was never taken.
-- KEYS, for each scope: limits (hash), running (sorted set). ARGV: generation id; then for each scope by how many microseconds
-- the arrivals of requests per minute and day and of tokens per minute and day move.
local FIELDS = {'rpm', 'rpd', 'tpm', 'tpd'}
for scope = 1, #KEYS / 2 do
  if redis.call('ZREM', KEYS[2 * scope], ARGV[1]) == 1 then
    for rate = 1, 4 do
      local back = tonumber(ARGV[4 * scope - 3 + rate])
      local arrival = redis.call('HGET', KEYS[2 * scope - 1], FIELDS[rate])
      if arrival and back > 0 then
        redis.call('HSET', KEYS[2 * scope - 1], FIELDS[rate], string.format('%.0f', arrival - back))
      end
    end
  end
end
return 1
