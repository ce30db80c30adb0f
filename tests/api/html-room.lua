
local html = feedloom.html
local large = string.rep("x", 7000000)

-- Room is for what is held, not for what was.
for n = 1, 12 do html.parse(large) end
local held = {}
fails(function()
	for n = 1, 12 do held[n] = html.parse(large) end
end, "there is too much HTML")
is(#held, 9)
held = nil
local f = html.parse(large)
is(#f.text, #large)
fails(function()
	for n = 1, 12 do f:append(large) end
end, "there is too much HTML")
is(#f:children(), 9)
fails(function()
	local t = f:children()[1]
	for n = 1, 12 do f:append(t:copy()) end
end, "too much HTML: all fragments together are over 64 MiB")
f = nil
fails(function() html.parse(string.rep("<br>", 500001)) end,
    "there is too much HTML")
fails(function() html.parse(string.rep("xx", 4 * 1024 * 1024 + 1)) end,
    "there is too much HTML")
