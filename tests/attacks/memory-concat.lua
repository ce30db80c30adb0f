-- error: needs more than 64 MiB|more than 16 MiB
local t = {} for i = 1, 100 do t[i] = ("x"):rep(1 << 20) end
return table.concat(t)
