
local json = feedloom.json

-- Read and written again.
for text, expected in pairs {
	['{"b":1,"a":[true,false,null,"x"],"":{}}'] =
	    '{"":{},"a":[true,false,null,"x"],"b":1}',
	["[]"] = "[]", ["{}"] = "{}", ["[[],{}]"] = "[[],{}]",
	[" [ 1 , 2 ] \n"] = "[1,2]", ["\u{FEFF}\t[]"] = "[]",
	["0"] = "0", ["-0"] = "0", ["-0.0"] = "-0.0", ["1.0"] = "1.0",
	["1e2"] = "100.0", ["0.1"] = "0.1", ["1E-7"] = "1e-07",
	["123456789012345678"] = "123456789012345678",
	["9223372036854775807"] = "9223372036854775807",
	["-9223372036854775808"] = "-9223372036854775808",
	["9223372036854775808"] = "9.223372036854776e+18",
	["0.30000000000000004"] = "0.30000000000000004",
	["5e-324"] = "4.94065645841247e-324",
	["1.7976931348623157e308"] = "1.7976931348623157e+308",
	["true"] = "true", ["null"] = "null", ['"é"'] = '"é"',
	['"\\u00e9\\/\\b\\f\\n\\r\\t\\"\\\\"'] = '"é/\\b\\f\\n\\r\\t\\"\\\\"',
	['"\\ud83d\\ude80 \\uD83D\\uDE80"'] = '"🚀 🚀"',
	['"\\ud83d"'] = '"\u{FFFD}"', ['"\\ude80\\ud83d"'] = '"\u{FFFD}\u{FFFD}"',
	['"\\ue000\\uffee"'] = '"\u{E000}\u{FFEE}"',
	['"\\ud83d\\u0041"'] = '"\u{FFFD}A"', ['"\\ud83d\\n"'] = '"\u{FFFD}\\n"',
	['"\\u0000\\u001f\u{7F}\u{2028}"'] = '"\\u0000\\u001f\u{7F}\u{2028}"',
	['{"a":1,"a":2}'] = '{"a":2}', ['{"\\u0061":1}'] = '{"a":1}',
	['{"1":2}'] = '{"1":2}',
} do
	local value, why = json.decode(text)
	is(why, nil)
	is(json.encode(value), expected)
end

-- As Lua has it.
is(math.type(json.decode("1")), "integer")
is(math.type(json.decode("1.0")), "float")
is(math.type(json.decode("9223372036854775808")), "float")
is(json.decode("null"), json.null)
is(json.decode("false"), false)
is(json.decode('"\\u0000a"'), "\0a")
is(tostring(json.null), "null")
is(string.format("%s", json.null), "null")
is(json.null == nil, false)
is(getmetatable(json.null), false)
is(#json.decode("[1,null,3]"), 3)
is(json.decode("[1,null,3]")[2], json.null)
local list = json.decode("[1,2,3]")
table.remove(list)
list[1] = nil list[2] = nil
is(json.encode(list), "[]")
is(getmetatable(list), false)

-- No JSON; and where.
for text, why in pairs {
	[""] = "line 1, column 1: a value is expected, but the text ends",
	[" \n\n x"] = "line 3, column 2: a value is expected",
	["nul"] = "line 1, column 1: a value is expected",
	["nulll"] = "line 1, column 5: something is behind the value",
	["1 2"] = "line 1, column 3: something is behind the value",
	["[1,]"] = "line 1, column 4: a value is expected",
	["[1 2]"] = "line 1, column 4: ',' or ']' is expected",
	["[1"] = "line 1, column 3: ',' or ']' is expected, but the text ends",
	["[,1]"] = "line 1, column 2: a value is expected",
	['{"é" 1}'] = "line 1, column 6: ':' is expected",
	['{"a":1,}'] = "line 1, column 8: a name in quotation marks",
	['{a:1}'] = "line 1, column 2: a name in quotation marks is expected",
	["{'a':1}"] = "line 1, column 2: a name in quotation marks is expected",
	['{"a":1 "b"}'] = "',' or '}' is expected",
	['{"a"'] = "':' is expected, but the text ends",
	['"abc'] = "column 5: a string does not end, but the text ends",
	['"a\\'] = "there is no such escape", ['"\\x"'] = "no such escape",
	['"\\\0"'] = "no such escape",
	['"\\u12g4"'] = "\\u needs four hexadecimal digits",
	['"\\u12'] = "\\u needs four hexadecimal digits",
	['"a\nb"'] = "line 1, column 3: a control character must be escaped",
	['"\31"'] = "a control character must be escaped",
	['"\0"'] = "a control character must be escaped",
	["01"] = "no number of JSON", ["-"] = "no number of JSON",
	["1."] = "no number of JSON", [".5"] = "a value is expected",
	["1e"] = "no number of JSON", ["1e+"] = "no number of JSON",
	["+1"] = "a value is expected", ["-a"] = "no number of JSON",
	["0x10"] = "something is behind the value",
	["1e999"] = "a number is too large", ["-1e999"] = "too large",
	["NaN"] = "a value is expected", ["Infinity"] = "a value is expected",
	["1" .. string.rep("0", 400)] = "a number is too long",
	['["\xFF"]'] = "line 1, column 3: this is not UTF-8",
	['"\xED\xA0\x80"'] = "this is not UTF-8", ["\xC0\x80"] = "not UTF-8",
	["[]\0"] = "something is behind the value",
	["[\f1]"] = "a value is expected",
	["// x\n1"] = "a value is expected",
} do
	local value, words = json.decode(text)
	is(value, nil)
	is(string.find(words, why, 1, true) and why or words, why)
end
local deep = string.rep("[", 64) .. string.rep("]", 64)
is(json.encode(json.decode(deep)), deep)
is(select(2, json.decode("[" .. deep .. "]")), "line 1, column 65: " ..
    "too many arrays and objects within each other")
fails(function() json.decode(nil) end, "string expected, got nil")

-- Written.
is(json.encode { 1, "a", true, { x = json.null } }, '[1,"a",true,{"x":null}]')
is(json.encode { b = 1, a = 2, ["10"] = 3, ["é"] = 4, B = 5 },
    '{"10":3,"B":5,"a":2,"b":1,"é":4}')
is(json.encode({ a = { 1, 2 }, b = {}, c = json.array {} }, 2),
    '{\n  "a": [\n    1,\n    2\n  ],\n  "b": {},\n  "c": []\n}')
is(json.encode({ { 1 } }, 1), "[\n [\n  1\n ]\n]")
is(json.encode({}, 4), "{}")
is(json.encode("x", 8), '"x"')
is(json.encode(json.array()), "[]")
is(json.encode(json.array(json.array { 1 })), "[1]")
is(json.encode("\xFF\xF0\x9F\xFE"), '"\u{FFFD}\u{FFFD}\u{FFFD}"')
is(json.encode { ["\xFF"] = "\0" }, '{"\u{FFFD}":"\\u0000"}')
is(json.encode(1e15), "1e+15")
is(json.encode(2^53), "9007199254740992.0")
is(json.encode(1/3), "0.3333333333333333")
is(json.encode(math.mininteger), "-9223372036854775808")
is(json.encode { math.pi }, "[3.141592653589793]")
for _, number in ipairs { 0.1, 1e100, 1e-100, 2^-1074, 123.456, -1e21 } do
	is(json.decode(json.encode(number)), number)
end
local same = {}
is(json.encode { same, same }, "[{},{}]")

local loop = { 1 }
loop[2] = { a = loop }
local nest = 1
for i = 1, 65 do nest = { nest } end
for words, value in pairs {
	["a table is within itself, at 'a'"] = loop,
	["too many tables within each other"] = nest,
	["a list has holes"] = { 1, nil, 3 },
	["a table has names and numbers for keys"] = { 1, a = 2 },
	["a table's keys must be names, or 1 to n"] = { [0] = 1 },
	["keys must be names, or 1 to n, at 'x'"] = { x = { [1.5] = 1 } },
	["keys must be names, or 1 to n, at 'y'"] = { y = { [true] = 1 } },
	["there is no JSON for a number that is infinite or none"] = { 0/0 },
	["infinite or none, at 'x'"] = { x = -math.huge },
	["there is no JSON for a function, at 'f'"] = { a = 1, f = print },
	["there is no JSON for a userdata, at 'e'"] = { e = entry },
	["there is no JSON for a thread"] = coroutine.create(print),
} do
	fails(function() json.encode(value) end, words)
end
is(select(2, pcall(json.encode, { { x = 1 }, print })),
    "feedloom.json.encode: there is no JSON for a function")
fails(function() json.encode(nil) end,
    "feedloom.json.encode: there is no value; null is feedloom.json.null")
fails(function() json.encode({}, 9) end, "the indent must be 0 to 8, not 9")
fails(function() json.encode({}, -1) end, "the indent must be 0 to 8, not -1")
fails(function() json.array(setmetatable({}, {})) end, "has a metatable")
fails(function() json.array("x") end, "table expected")
fails(function() setmetatable(json.decode("[]"), {}) end, "protected metatable")
fails(function() return json.nul end, "did you mean 'null'?")

-- No code of the plugin's is run.
local quiet = setmetatable({}, { __index = error, __len = error,
    __pairs = error, __tostring = error })
is(json.encode(quiet), "{}")
