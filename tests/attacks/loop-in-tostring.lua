-- error: too many instructions|processor time
print(setmetatable({}, { __tostring = function() while true do end end }))
