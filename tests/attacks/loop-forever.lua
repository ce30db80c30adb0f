-- error: too many instructions
while true do end
