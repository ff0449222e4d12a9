-- What scripts share that take tokens of a limit and give them back. A limit's field holds its theoretical arrival (GCRA) in
-- microseconds; how far that lies ahead is its backlog. What was taken and not used is given back, but not what has run off
-- since, or a burst could pass the limit: beside the arrival lie the lowest backlogs, {since, lowest, since, lowest, …} in
-- MessagePack, both rising. More than the backlog was at its lowest since the taking is never given back.
local MOST_LOWS = 32

local function lows_of(key, field)
  local packed = redis.call('HGET', key, field .. '-lows')
  return packed and cmsgpack.unpack(packed) or {}
end

local function put_limit(key, field, arrival, lows)
  redis.call('HSET', key, field, string.format('%.0f', arrival), field .. '-lows', cmsgpack.pack(lows))
end

-- Takes from a limit whose arrival is not before now; answers the new arrival.
local function take_tokens(key, field, now, arrival, taken)
  local lows = {}
  local known = lows_of(key, field)
  for i = 1, #known, 2 do
    local lowest = math.min(known[i + 1], arrival - now)
    if lowest > (lows[#lows] or 0) then
      table.insert(lows, known[i])
      table.insert(lows, lowest)
    end
  end
  if #lows == 2 * MOST_LOWS then
    -- The second oldest counts as the oldest, which was lower.
    table.remove(lows, 3)
    table.remove(lows, 3)
  end
  table.insert(lows, now)
  table.insert(lows, arrival - now + taken)
  put_limit(key, field, arrival + taken, lows)
  return arrival + taken
end

-- Gives back what was taken at a moment, as far as it has not run off; answers the new arrival.
local function give_back_tokens(key, field, now, since, back)
  local arrival = math.max(tonumber(redis.call('HGET', key, field) or 0), now)
  local lows = lows_of(key, field)
  local lowest = 0
  for i = 1, #lows, 2 do
    lows[i + 1] = math.min(lows[i + 1], arrival - now)
    if lows[i] <= since then
      lowest = lows[i + 1]
    end
  end
  local given = math.min(back, lowest)
  if given > 0 then
    for i = 1, #lows, 2 do
      lows[i + 1] = lows[i] > since and lows[i + 1] - given or math.min(lows[i + 1], lowest - given)
    end
    put_limit(key, field, arrival - given, lows)
    arrival = arrival - given
  end
  return arrival
end
