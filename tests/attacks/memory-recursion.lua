-- error: needs more than 64 MiB|stack overflow
local function f() return 1 + f() end f()
