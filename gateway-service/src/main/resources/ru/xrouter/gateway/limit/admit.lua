-- Takes one request, its tokens and one place among the running generations from the limits of a key, of its account
-- and of models, or nothing of them. Rates are GCRA: a limit's field holds the theoretical arrival in microseconds, and a whole limit's
-- worth may come at once.
-- KEYS, for each scope: limits (hash), running (sorted set: generation by the time it counts as dead)
-- ARGV: generation id (empty: only look), milliseconds a generation may live, tokens; then for each scope its requests per
-- minute and day, tokens per minute and day, concurrency; 0 means no such limit.
-- Returns {0 admitted | 1 rate exceeded | 2 concurrency exceeded | 3 more tokens than the limit has, scope from 0, rate from 0,
-- limit, retry in microseconds, then limit, remaining and reset in microseconds of requests, and of tokens (limit 0: none),
-- microseconds since the epoch at which it was decided}
local PERIODS = {60000000, 86400000000, 60000000, 86400000000}
local FIELDS = {'rpm', 'rpd', 'tpm', 'tpd'}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local look = ARGV[1] == ''
local verdict, by_scope, by_rate, by_limit, retry = 0, 0, 0, 0, 0
local states = {}

for scope = 1, #KEYS / 2 do
  local stored = redis.call('HMGET', KEYS[2 * scope - 1], unpack(FIELDS))
  for rate = 1, 4 do
    local limit = tonumber(ARGV[5 * scope - 2 + rate])
    if limit > 0 then
      local of_tokens = rate > 2
      local interval, ahead
      if of_tokens then
        interval, ahead = PERIODS[rate] / limit, PERIODS[rate] + 1000
      else
        interval = math.ceil(PERIODS[rate] / limit)
        ahead = interval * limit
      end
      local taken = 0
      if not look then
        taken = of_tokens and math.ceil(tonumber(ARGV[3]) * interval) or interval
      end
      local arrival = math.max(tonumber(stored[rate] or 0), now)
      if taken > ahead then
        verdict, by_scope, by_rate, by_limit = 3, scope - 1, rate - 1, limit
      elseif arrival + taken - now - ahead > retry and verdict ~= 3 then
        verdict, by_scope, by_rate, by_limit = 1, scope - 1, rate - 1, limit
        retry = arrival + taken - now - ahead
      end
      states[#states + 1] = {scope, rate, limit, interval, ahead, arrival, taken}
    end
  end
end

if verdict == 0 and not look then
  local now_millis = math.floor(now / 1000)
  for scope = 1, #KEYS / 2 do
    local concurrency = tonumber(ARGV[5 * scope + 3])
    local running = KEYS[2 * scope]
    if verdict == 0 and concurrency > 0 and redis.call('ZCARD', running) >= concurrency then
      redis.call('ZREMRANGEBYSCORE', running, '-inf', now_millis)
      if redis.call('ZCARD', running) >= concurrency then
        verdict, by_scope, by_limit = 2, scope - 1, concurrency
      end
    end
  end
  if verdict == 0 then
    for scope = 1, #KEYS / 2 do
      redis.call('ZADD', KEYS[2 * scope], now / 1000 + ARGV[2], ARGV[1])
      redis.call('PEXPIRE', KEYS[2 * scope], ARGV[2])
    end
  end
end

local shown = {0, 0, 0, 0, 0, 0, now}
local longest = {}
for _, state in ipairs(states) do
  local scope, rate, limit, interval, ahead, arrival, taken = unpack(state)
  if verdict == 0 and not look then
    local key = KEYS[2 * scope - 1]
    if rate > 2 then
      arrival = take_tokens(key, FIELDS[rate], now, arrival, taken)
    else
      arrival = arrival + taken
      redis.call('HSET', key, FIELDS[rate], string.format('%.0f', arrival))
    end
    longest[scope] = math.max(longest[scope] or 1, math.ceil((arrival - now) / 1000))
  end
  local remaining = math.min(limit, math.max(0, math.floor((ahead - (arrival - now)) / interval)))
  local at = rate > 2 and 4 or 1
  if shown[at] == 0 or remaining < shown[at + 1] then
    shown[at], shown[at + 1], shown[at + 2] = limit, remaining, arrival - now
  end
end
for scope, millis in pairs(longest) do
  redis.call('PEXPIRE', KEYS[2 * scope - 1], millis)
end
return {verdict, by_scope, by_rate, by_limit, retry, unpack(shown)}
