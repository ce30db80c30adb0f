-- error: too many instructions|processor time
while true do string.rep("x", 1 << 23) end
