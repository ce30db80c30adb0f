-- error: needs more than 64 MiB
local s = ("x"):rep(1 << 22) local t = {} while true do t[#t + 1] = ("%s%s"):format(s, #t) end
