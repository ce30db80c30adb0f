-- error: needs more than 64 MiB|more than 16 MiB
local s, t = ("x"):rep(1 << 20), {} for i = 1, 100 do t[i] = s .. i end
return table.concat(t)
