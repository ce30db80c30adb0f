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
is(re.compile("(a)|(b)"):match("b"), nil)

-- flags and Unicode
is(re.compile("ÅNG", "i"):match("xångx"), "ång")
is(re.compile("^b$", "m"):match("a\nb\nc"), "b")
is(re.compile("a.b", "s"):match("a\nb"), "a\nb")
is(re.compile(" a b # c", "x"):match("ab"), "ab")
is(re.compile("\\w+"):match("…Хабар!"), "Хабар")
is(re.compile("^.$"):match("é"), "é")
is(re.compile("b"):match("\xFFb"), "b")
is(re.compile("a"):find("\0a"), 2)

-- gmatch
local got = {}
for k, v in re.compile("(\\w)=(\\d)"):gmatch("a=1, b=2") do got[#got + 1] = k .. v end
is(list(got), "a1|b2")
got = {}
for m in re.compile("x*"):gmatch("axxé") do got[#got + 1] = "<" .. m .. ">" end
is(list(got), "<>|<xx>|<>|<>")

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

-- escape
local naughty = "a.b*c[d](e){f}^$|\\+?-#& ~/\0é"
is(re.compile("^" .. re.escape(naughty) .. "$"):match(naughty), naughty)
is(re.compile(re.escape("x y"), "x"):match("x y"), "x y")

-- what is wrong
fails(function() re.compile("(a") end, "'(a' is no regular expression: missing closing parenthesis, at 3")
fails(function() re.compile("a", "z") end, "'z' is no flag: they are i, m, s and x")
fails(function() re.compile("\\C") end, "is no regular expression")
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
fails(function()
	local all = {}
	for i = 1, 100000 do all[i] = re.compile("(a" .. i .. "){100}") end
end, "more than 16 MiB")
is(re.compile("ok"):match("ok"), "ok")
for i = 1, 100000 do re.compile("(a" .. i .. "){100}") end
