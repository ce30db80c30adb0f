-- error: too many instructions
local t = setmetatable({}, { __index = function() while true do end end })
local y = t.x
