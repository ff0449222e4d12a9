-- KEYS: limits (hash). ARGV: field, now, since, given back. Answers the backlog.
local now = tonumber(ARGV[2])
return give_back_tokens(KEYS[1], ARGV[1], now, tonumber(ARGV[3]), tonumber(ARGV[4])) - now
