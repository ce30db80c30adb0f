
local re = feedloom.re

-- many that need much room for a search, and large texts
local room, long = {}, ("ab "):rep(15000)
for i = 1, 6 do
	room[i] = re.compile("(?:(?!x" .. i .. ").)*")
	is(#room[i]:match(long), #long)
end
local mebibyte = ("aB "):rep((1 << 20) // 3)
is(select(2, re.compile(" "):gsub(mebibyte, "")), #mebibyte // 3)
is(#re.compile(" "):split(mebibyte), #mebibyte // 3 + 1)
is(select(2, re.compile("x"):gsub(("\xFF"):rep(1 << 20), "")), 0)
