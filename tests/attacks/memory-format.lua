-- error: needs more than 64 MiB
local s = ("x"):rep(1 << 11):rep(1 << 11) local t = {} while true do t[#t + 1] = ("%s%s"):format(s, #t) end
