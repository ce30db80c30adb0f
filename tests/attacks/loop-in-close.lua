-- error: too many instructions|processor time
local x <close> = setmetatable({}, { __close = function() while true do end end })
