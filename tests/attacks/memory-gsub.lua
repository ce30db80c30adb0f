-- error: needs more than 64 MiB
local s = ("x"):rep(1 << 16) s = s:gsub(".", ("y"):rep(1 << 12))
