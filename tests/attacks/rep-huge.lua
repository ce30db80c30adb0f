-- error: more than 16 MiB
string.rep("x", 1 << 40)
