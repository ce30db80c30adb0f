
local html = feedloom.html
local large = string.rep("x", 7000000)

-- A node holds its fragment.
do
	local b = html.parse("<p><b>1</b></p>"):first("b")
	for n = 1, 20 do html.parse(string.rep("x", 2000000)) end
	is(b.parent.outer, "<p><b>1</b></p>")
end

-- What a fragment grew by is found again when it is gone.
for n = 1, 3 do
	local f = html.parse("")
	for m = 1, 4 do f:append(large) end
	is(#f:children(), 4)
end
-- So is what stands in the way of a change.
for n = 1, 5 do html.parse(large) end
local f = html.parse("<p>")
for m = 1, 6 do f:first("p"):append(large) end
is(#f:first("p"):children(), 6)
