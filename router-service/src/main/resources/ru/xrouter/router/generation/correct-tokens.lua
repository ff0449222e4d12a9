-- Moves the theoretical arrivals (GCRA) of limits of tokens by the difference between what was used and what was taken.
-- KEYS: limits (hash) of each scope. ARGV, for each: used less taken, then its tokens per minute and day, 0 for no limit.
local PERIODS = {60000000, 86400000000}
local FIELDS = {'tpm', 'tpd'}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
for scope = 1, #KEYS do
  local difference = tonumber(ARGV[3 * scope - 2])
  local longest = math.max(redis.call('PTTL', KEYS[scope]), 1)
  for rate = 1, 2 do
    local limit = tonumber(ARGV[3 * scope - 2 + rate])
    if limit > 0 then
      -- What has run off is not given back: the whole limit is free already.
      local arrival = math.max(tonumber(redis.call('HGET', KEYS[scope], FIELDS[rate]) or 0), now)
      arrival = math.max(now, arrival + math.ceil(difference * PERIODS[rate] / limit))
      redis.call('HSET', KEYS[scope], FIELDS[rate], string.format('%.0f', arrival))
      longest = math.max(longest, math.ceil((arrival - now) / 1000))
    end
  end
  redis.call('PEXPIRE', KEYS[scope], longest)
end
return 1
