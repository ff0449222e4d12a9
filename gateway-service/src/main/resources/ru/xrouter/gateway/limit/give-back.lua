-- Takes a generation from those that run and gives back what admit.lua took for it, wholly or in part, as far as it has not
-- run off; does nothing to a scope where it does not run, so that nothing is given back twice, nor what was never taken.
-- KEYS, for each scope: limits (hash), running (sorted set). ARGV: generation id, milliseconds a generation may live; then for
-- each scope by how many microseconds the arrivals of requests per minute and day and of tokens per minute and day move.
local FIELDS = {'rpm', 'rpd', 'tpm', 'tpd'}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
for scope = 1, #KEYS / 2 do
  local key, dies = KEYS[2 * scope - 1], redis.call('ZSCORE', KEYS[2 * scope], ARGV[1])
  if dies then
    redis.call('ZREM', KEYS[2 * scope], ARGV[1])
    local since = math.floor((dies - ARGV[2]) * 1000 + 0.5)
    for rate = 1, 4 do
      local back = tonumber(ARGV[4 * scope - 2 + rate])
      local arrival = redis.call('HGET', key, FIELDS[rate])
      if arrival and back > 0 and rate > 2 then
        give_back_tokens(key, FIELDS[rate], now, since, back)
      elseif arrival and back > 0 then
        -- One request runs off soon.
        local left = math.max(0, math.min(back, since + back - now))
        redis.call('HSET', key, FIELDS[rate], string.format('%.0f', arrival - left))
      end
    end
  end
end
return 1
