-- error: too many instructions|processor time
local t = setmetatable({}, { __index = function() while true do end end })
local y = t.x
