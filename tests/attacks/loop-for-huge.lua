-- error: too many instructions|processor time
for i = 1, math.maxinteger do end
