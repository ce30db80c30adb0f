-- error: too many instructions|needs more than 64 MiB|processor time
while true do pcall(function() local s = "x" while true do s = s .. s end end) end
