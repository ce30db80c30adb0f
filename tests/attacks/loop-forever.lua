-- error: too many instructions|processor time
while true do end
