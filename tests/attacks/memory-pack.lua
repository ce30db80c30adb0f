-- error: needs more than 64 MiB|out of limits|too large
local s = ("x"):rep(1 << 11):rep(1 << 12)
return (s .. s) .. (s .. "y") .. string.pack("z", s)
