
local json = feedloom.json

-- There is a ceiling.
local widen = string.rep("x", 1 << 20)
for i = 1, 60 do widen = { widen, widen } end
fails(function() json.encode(widen) end, "more than 64 MiB")
is(json.decode(string.rep('{"a":', 1000000)), nil)

-- Large ones.
local large = "[" .. string.rep('"\\u00e9é\\n",', 80000) .. "1]"
local value = json.decode(large)
is(#value, 80001)
is(value[80000], "éé\n")
is(#json.encode(value), #large - 4 * 80000)
is(#json.decode("[" .. string.rep("{},", 200000) .. "0]"), 200001)
is(#json.decode('"' .. string.rep("x", 1 << 20) .. '"'), 1 << 20)
is(#json.encode(string.rep("\xFF", 1 << 20)), (3 << 20) + 2)
