-- Adds to one scope's limits what a gateway granted while Redis was away, and enters its generations that run.
-- KEYS: limits (hash), running (sorted set). ARGV: milliseconds a generation may live; by how many microseconds the arrivals of
-- requests per minute and day and tokens per minute and day move; then the generations.
local FIELDS = {'rpm', 'rpd', 'tpm', 'tpd'}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local longest = redis.call('PTTL', KEYS[1])
for rate = 1, 4 do
  local used = tonumber(ARGV[1 + rate])
  if used > 0 then
    local arrival = math.max(tonumber(redis.call('HGET', KEYS[1], FIELDS[rate]) or 0), now) + used
    if rate > 2 then
      take_tokens(KEYS[1], FIELDS[rate], now, arrival - used, used)
    else
      redis.call('HSET', KEYS[1], FIELDS[rate], string.format('%.0f', arrival))
    end
    longest = math.max(longest, math.ceil((arrival - now) / 1000))
  end
end
if longest > 0 then
  redis.call('PEXPIRE', KEYS[1], longest)
end
for i = 6, #ARGV do
  redis.call('ZADD', KEYS[2], now / 1000 + ARGV[1], ARGV[i])
end
if #ARGV > 5 then
  redis.call('PEXPIRE', KEYS[2], ARGV[1])
end
return 1
