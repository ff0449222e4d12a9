-- KEYS: limits (hash). ARGV: field, now, taken. Answers the backlog.
local now = tonumber(ARGV[2])
local arrival = math.max(tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or 0), now)
return take_tokens(KEYS[1], ARGV[1], now, arrival, tonumber(ARGV[3])) - now
