-- One pass after the other over the numbers +14155000000 and on; each pass gives each number the other destination,
-- and each turn begins with the other one too, so that a turn of less than a pass changes what the last one did.
local count = tonumber(os.getenv("NUMBERS"))
local namespaces = tonumber(os.getenv("NAMESPACES"))
local kind = os.getenv("KIND")
local turn = tonumber(os.getenv("TURN"))
local key = "tvx_sk_test_sandbox"
local account = "/v1/account/acc_123abc/numbers"
local n = 0

local function headers()
  local namespace = namespaces == 0 and "" or "__w" .. n % namespaces
  return { ["Authorization"] = "Bearer " .. key .. namespace, ["Content-Type"] = "application/json" }
end

local ways = {
  configure = function(e164, even)
    local path = account .. "/%2B" .. e164
    if even then return wrk.format("POST", path .. "/assign", headers(), '{"trunk_id":"trunk_abc123"}') end
    return wrk.format("POST", path .. "/application", headers(), '{"application_id":"app_xyz789"}')
  end,
  patch = function(e164, even)
    local body = even and '{"trunk_id":"trunk_abc123","application_id":null}'
      or '{"trunk_id":null,"application_id":"app_xyz789"}'
    return wrk.format("PATCH", "/numbers/" .. e164, headers(), body)
  end,
  one = function(e164)
    return wrk.format("GET", account .. "/%2B" .. e164, headers())
  end,
  list = function()
    return wrk.format("GET", account .. "?page=" .. 1 + n % math.ceil(count / 20), headers())
  end,
}
local way = ways[kind]

request = function()
  local e164 = string.format("1415%07d", 5000000 + n % count)
  local even = (math.floor(n / count) + turn) % 2 == 0
  n = n + 1
  return way(e164, even)
end
