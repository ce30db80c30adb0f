local re = feedloom.re
local function list(t) return table.concat(t, "|") end

-- match and find
local day = re.compile("(\\d+)-(\\d+)")
local a, b = day:match("on 12-34.")
is(a, "12") is(b, "34")
is(day:match("none"), nil)
is(re.compile("b+"):match("abbb"), "bbb")
local from, to, x, y = day:find("on 12-34.")
is(from, 4) is(to, 8) is(x, "12") is(y, "34")
is(re.compile("b"):find("abab", 3), 4)
is(re.compile("b"):find("abab", -1), 4)
is(re.compile("b"):find("abab", 9), nil)
is(re.compile("x*"):find("abc"), 1)
is(select("#", re.compile("(a)|(b)"):match("b")), 2)
is(re.compile("(a)|(b)"):match("b"), false)
is(select(2, re.compile("(a)|(b)"):match("b")), "b")
is(select(2, re.compile("(a)|(b)"):match("a")), false)
is(select("#", re.compile("(a)|(b)"):find("b")), 4)
is(re.compile("b"):find("abab", -9), 2)
is(re.compile(""):find("ab", 3), 3)
is(re.compile(""):find("ab", 4), nil)
is(re.compile("."):find("aéb", 3), 4)
is(re.compile("(?<=é)b"):find("aéb", 4), 4)
is(re.compile("^b"):find("ab", 2), nil)
is(re.compile("\\Gb"):find("ab", 2), 2)
is(re.compile("b"):find("ab", math.mininteger), 2)
is(re.compile("b"):find("ab", math.maxinteger), nil)

-- flags and Unicode
is(re.compile("ÅNG", "i"):match("xångx"), "ång")
is(re.compile("^b$", "m"):match("a\nb\nc"), "b")
is(re.compile("a.b", "s"):match("a\nb"), "a\nb")
is(re.compile(" a b # c", "x"):match("ab"), "ab")
is(re.compile("\\w+"):match("…Хабар!"), "Хабар")
is(re.compile("^.$"):match("é"), "é")
is(re.compile("b"):match("\xFFb"), "b")
is(re.compile("b"):find("\xFF\xF0\x9Fb"), 4)
is(re.compile("(.)b"):match("\xFFb"), "?")
is(re.compile("é"):gsub("\xC3é\xA9", "e"), "?e?")
is(re.compile("a"):find("\0a"), 2)

-- gmatch
local got = {}
for k, v in re.compile("(\\w)=(\\d)"):gmatch("a=1, b=2") do got[#got + 1] = k .. v end
is(list(got), "a1|b2")
got = {}
for m in re.compile("x*"):gmatch("axxé") do got[#got + 1] = "<" .. m .. ">" end
is(list(got), "<>|<xx>|<>")
got = {}
for a, b in re.compile("(a)|(b)"):gmatch("ba") do got[#got + 1] = tostring(a) .. tostring(b) end
is(list(got), "falseb|afalse")

-- gsub
local function sub(pattern, text, by, most)
	local s, n = re.compile(pattern):gsub(text, by, most)
	return s .. " " .. n
end
is(sub("o", "foo", "0"), "f00 2")
is(sub("o", "foo", "0", 1), "f0o 1")
is(sub("o", "foo", "0", 0), "foo 0")
is(sub("(\\w)(\\w)", "abcd", "%2%1"), "badc 2")
is(sub("(?<first>\\w)(\\w)", "abcd", "%{first}%%%0"), "a%abc%cd 2")
is(sub("(a)|(b)", "ab", "<%1%2>"), "<a><b> 2")
is(sub("x*", "abc", "-"), "-a-b-c- 4")
is(sub("x*", "é", "-"), "-é- 2")
is(sub("\\w*", "abc", "-"), "- 1")
is(sub("o", "foo", "<%1>"), "f<o><o> 2")
is(sub("(?<first>\\w)(x)?", "ab", "%2%{first}."), "a.b. 2")
is(sub("(a)|b", "ab", { a = "A" }), "Ab 2")
is(sub("(a)|b", "ab", function(a) return a == false and "none" or "A" end), "Anone 2")
is(sub("a\\K", "aaa", "-"), "a-a-a- 3")
is(sub("(?=b)", "abab", "-"), "a-ba-b 2")
is(sub("\\Ga", "aaba", "-"), "--ba 2")
is(sub("<[^>]*>(*SKIP)(*F)|a", "a<a>a", "-"), "-<a>- 2")
-- as Lua's own
for _, patterns in ipairs { { "x*", "x*" }, { "%w*", "\\w*" }, { "%s+", "\\s+" }, { "a?", "a?" }, { ".", "(?s)." }, { "b-c", "b*?c" }, { "", "" }, { "(x*)(a?)", "(x*)(a?)" } } do
	for _, s in ipairs { "", "a", "xa", "axx b", "xxbcx  ax", "bbc\nbx", "aaxxaax" } do
		is(sub(patterns[2], s, "<%0|%1>"), table.concat({ s:gsub(patterns[1], "<%0|%1>") }, " "))
		local mine, own = {}, {}
		for m in re.compile(patterns[2]):gmatch(s) do mine[#mine + 1] = m end
		for m in s:gmatch(patterns[1]) do own[#own + 1] = m end
		is(list(mine), list(own))
	end
end
is(sub("\\w+", "a b", function(w) return w == "b" and "B" or nil end), "a B 2")
is(sub("(\\w)(\\w)", "ab", function(p, q) return q .. p end), "ba 1")
is(sub("\\w+", "a b", { a = 1 }), "1 b 2")
is(sub("(\\w)=(\\w)", "k=v", { k = "K" }), "K 1")
local inner = re.compile("\\d")
is(inner:gsub("1a2", function() return inner:match("x9") end), "9a9")

-- split
is(list(re.compile(",\\s*"):split("a, b,c")), "a|b|c")
is(list(re.compile(","):split("")), "")
is(#re.compile(","):split(""), 1)
is(list(re.compile(","):split(",a,")), "|a|")
is(list(re.compile(""):split("aéb")), "a|é|b")
is(list(re.compile(",?"):split("a,bc")), "a|b|c")
is(list(re.compile("(,)"):split("a,b")), "a|b")
is(list(re.compile("^"):split("ab")), "ab")

-- escape
local naughty = "a.b*c[d](e){f}^$|\\+?-#& ~/\0é"
is(re.compile("^" .. re.escape(naughty) .. "$"):match(naughty), naughty)
is(re.compile(re.escape("x y"), "x"):match("x y"), "x y")
is(re.escape("a_1.é"), "a_1\\.é")
local bytes = {}
for i = 0, 0x30FF do bytes[#bytes + 1] = utf8.char(i) end
bytes = table.concat(bytes)
for _, flags in ipairs { "", "x", "ix" } do
	is(re.compile("^" .. re.escape(bytes) .. "$", flags):match(bytes), bytes)
end

-- what is wrong
fails(function() re.compile("(a") end, "'(a' is no regular expression: missing closing parenthesis, at 3")
fails(function() re.compile("a", "z") end, "'z' is no flag: they are i, m, s and x")
fails(function() re.compile("\\C") end, "is no regular expression")
fails(function() re.compile("éé[") end, "'éé[' is no regular expression: missing terminating ] for character class, at 4")
fails(function() re.compile("a\n(") end, "this is no regular expression: missing closing parenthesis, at 4")
fails(function() re.compile("\xFF") end, "this is no regular expression: UTF-8 error")
fails(function() re.compile("a", "i?z") end, "'?' is no flag")
fails(function() re.compile(("()"):rep(201)) end, "more than 200 groups")
is(select("#", re.compile(("()"):rep(200)):match("")), 200)
fails(function() re.compile("a").match("a", "a") end, "feedloom.regex expected, got string")
is(getmetatable(re.compile("a")), false)
fails(function() re.compile("a"):gsub("a", "%2") end, "no group 2")
fails(function() re.compile("a"):gsub("a", "%{x}") end, "no group 'x'")
fails(function() re.compile("a"):gsub("a", "%{x") end, "without its '}'")
fails(function() re.compile("a"):gsub("a", "100%") end, "must be followed by a digit")
fails(function() re.compile("a"):gsub("a", function() return {} end) end, "the replacement is a table")
fails(function() re.compile("a"):gsub("a", function() error("mine") end) end, "mine")
fails(function() re.compile("a"):gsub("a") end, "string, table or function expected")
fails(function() return re.compile("a").mtach end, "did you mean 'match'?")
fails(function() re.compile("(a+)+$"):match(("a"):rep(60) .. "b") end, "searched for too long")
fails(function() re.compile("(?=a\\K)"):match("a") end, "")
fails(function() re.compile(("a"):rep(70000)) end, "longer than 64 KiB")

-- far away, in stretches: each place is looked at once, and looked back from
for _, n in ipairs { 0, 1, 127, 128, 129, 130, 256, 384, 385, 386, 1000, 5000 } do
	for _, c in ipairs { "a", "é", "🚀" } do
		local far = c:rep(n)
		is(re.compile("x"):find(far .. "x"), #far + 1)
		is(re.compile("(?<!a)x|(?<=" .. c .. ")x"):find(far .. "x"), #far + 1)
		is(re.compile("x"):find(far), nil)
		is(re.compile("$"):find(far), #far + 1)
		is(re.compile("^x", "m"):find(far .. "x\nx"), n == 0 and 1 or #far + 3)
		is(re.compile("\\A.x", "s"):find(far .. "x"), n == 1 and 1 or nil)
		is(#re.compile(c .. "*x"):match(far .. "x"), #far + 1)
	end
end
for n = 120, 400 do
	local far = ("a"):rep(n)
	is(re.compile("\\Gx"):find(far .. "x"), nil)
	is(sub("(?=x)", "x" .. far .. "x", "-"), "-x" .. far .. "-x 2")
	is(re.compile("b(*COMMIT)x"):find("b" .. far .. "bx"), nil)
	is(sub("b.*z(*SKIP)(*F)|b", "b" .. far .. "bzb", "-"), "b" .. far .. "bz- 1")
end
