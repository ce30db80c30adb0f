
local re = feedloom.re

-- Room is for what is held, not for what was.
fails(function()
	local all = {}
	for i = 1, 20000 do all[i] = re.compile("(a" .. i .. "){100}") end
end, "more than 16 MiB")
is(re.compile("ok"):match("ok"), "ok")
for i = 1, 20000 do re.compile("(a" .. i .. "){100}") end
