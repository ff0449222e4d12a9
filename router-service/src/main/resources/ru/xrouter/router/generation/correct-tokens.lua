-- Moves the theoretical arrivals (GCRA) of limits of tokens by the difference between what was used and what was taken.
-- KEYS: limits (hash) of each scope. ARGV: microseconds since the epoch at which it was taken; for each scope: used less taken,
-- then its tokens per minute and day, 0 for no limit.
local PERIODS = {60000000, 86400000000}
local FIELDS = {'tpm', 'tpd'}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
for scope = 1, #KEYS do
  local key, difference = KEYS[scope], tonumber(ARGV[3 * scope - 1])
  local longest = math.max(redis.call('PTTL', key), 1)
  for rate = 1, 2 do
    local limit = tonumber(ARGV[3 * scope - 1 + rate])
    if limit > 0 then
      local arrival
      if difference > 0 then
        arrival = math.max(tonumber(redis.call('HGET', key, FIELDS[rate]) or 0), now)
          + math.ceil(difference * PERIODS[rate] / limit)
        redis.call('HSET', key, FIELDS[rate], string.format('%.0f', arrival))
      else
        local back = math.floor(-difference * PERIODS[rate] / limit)
        arrival = give_back_tokens(key, FIELDS[rate], now, tonumber(ARGV[1]), back)
      end
      longest = math.max(longest, math.ceil((arrival - now) / 1000))
    end
  end
  redis.call('PEXPIRE', key, longest)
end
return 1
