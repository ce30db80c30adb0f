-- error: needs more than 64 MiB|out of limits|too large
return ("x"):rep(1 << 23) .. ("x"):rep(1 << 23) .. ("y"):rep(1 << 23) .. string.pack("z", ("x"):rep(1 << 23))
