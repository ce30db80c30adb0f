-- error: too many instructions
local mt = {}
setmetatable({}, mt)
mt.__gc = function() while true do end end
while true do local garbage = {} end
