-- error: more than 16 MiB
string.rep("", math.maxinteger)
