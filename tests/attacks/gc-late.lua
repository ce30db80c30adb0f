-- error: too many instructions|processor time
local mt = {}
setmetatable({}, mt)
mt.__gc = function() while true do end end
while true do local garbage = {} end
