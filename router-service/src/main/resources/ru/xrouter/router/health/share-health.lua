-- KEYS[1]: hash of what every router has seen. ARGV: this router's name, what it has seen.
-- Answers what the others have seen; those that were silent for a minute are gone.
local now = tonumber(redis.call('TIME')[1])
redis.call('HSET', KEYS[1], ARGV[1], now .. ' ' .. ARGV[2])
redis.call('EXPIRE', KEYS[1], 3600)
local all = redis.call('HGETALL', KEYS[1])
local others = {}
for i = 1, #all, 2 do
    local space = string.find(all[i + 1], ' ', 1, true)
    if now - tonumber(string.sub(all[i + 1], 1, space - 1)) > 60 then
        redis.call('HDEL', KEYS[1], all[i])
    elseif all[i] ~= ARGV[1] then
        others[#others + 1] = string.sub(all[i + 1], space + 1)
    end
end
return others
