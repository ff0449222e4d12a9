-- Takes one request from a key's rate and one place among its running generations, or neither.
-- KEYS: rate (microseconds of the theoretical arrival, GCRA), running (sorted set: generation by the time it counts as dead)
-- ARGV: requests per minute, concurrency, generation id (empty: only look), milliseconds a generation may live
-- Returns {0 admitted | 1 rate exceeded | 2 concurrency exceeded, remaining, reset in microseconds, retry in microseconds}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local per_minute = tonumber(ARGV[1])
local interval = math.ceil(60000000 / per_minute)
local full = interval * per_minute
local arrival = tonumber(redis.call('GET', KEYS[1]) or now)
if arrival < now then
  arrival = now
end
local remaining = math.max(0, math.floor((full - (arrival - now)) / interval))
if ARGV[3] == '' then
  return {0, remaining, arrival - now, 0}
end

local now_millis = math.floor(now / 1000)
local concurrency = tonumber(ARGV[2])
if redis.call('ZCARD', KEYS[2]) >= concurrency then
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now_millis)
  if redis.call('ZCARD', KEYS[2]) >= concurrency then
    return {2, remaining, arrival - now, 0}
  end
end

local following = arrival + interval
if following - now > full then
  return {1, remaining, arrival - now, following - now - full}
end
redis.call('SET', KEYS[1], string.format('%.0f', following), 'PX', math.ceil((following - now) / 1000))
redis.call('ZADD', KEYS[2], now_millis + ARGV[4], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return {0, remaining - 1, following - now, 0}
