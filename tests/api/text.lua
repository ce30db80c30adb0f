
local text = feedloom.text

-- Characters as people count them, and columns.
for s, n in pairs {
	[""] = { 0, 0 }, ["abc"] = { 3, 3 }, [" a  b "] = { 6, 6 },
	["naïve"] = { 5, 5 }, ["nai\u{308}ve"] = { 5, 5 },
	["日本"] = { 2, 4 }, ["한글"] = { 2, 4 },
	["\u{1112}\u{1161}\u{11AB}"] = { 1, 2 },
	["👨\u{200D}👩\u{200D}👧"] = { 1, 2 }, ["👍🏽"] = { 1, 2 },
	["🇩🇪🇫🇷"] = { 2, 4 }, ["❤\u{FE0F}"] = { 1, 2 },
	["נמל"] = { 3, 3 }, ["مرحبا"] = { 5, 5 },
	["க்ஷ"] = { 2, 2 }, ["z\u{300}\u{301}\u{302}\u{303}"] = { 1, 1 },
	["a\0b"] = { 3, 2 }, ["a\u{200B}b"] = { 3, 2 },
	["\xFF\xC3"] = { 2, 2 }, ["\u{AD}"] = { 1, nil },
} do
	is(s .. "=" .. text.len(s), s .. "=" .. n[1])
	is(s .. "=" .. text.width(s), s .. "=" .. (n[2] or text.width(s)))
end
is(text.len(12), 2)

-- Replaced, as it stands: no pattern.
local function replace(expected, n, ...)
	local got, count = text.replace(...)
	is(got .. " " .. count, expected .. " " .. n)
end
replace("a-b-c", 2, "a.b.c", ".", "-")
replace("a-b.c", 1, "a.b.c", ".", "-", 1)
replace("a.b.c", 0, "a.b.c", ".", "-", 0)
replace("a.b.c", 0, "a.b.c", ".", "-", -1)
replace("abc", 0, "abc", "%a", "x")
replace("100%1", 1, "100€", "€", "%1")
replace("bba", 1, "aaaa", "aaa", "bb")
replace("", 2, "abab", "ab", "")
replace("", 0, "", "a", "b")
replace("a\0c\xFF", 1, "a\0b\xFF", "\0b", "\0c")
replace("Größe", 1, "Groeße", "oe", "ö")
replace("1x2", 1, 102, 0, "x")
fails(function() text.replace("abc", "", "x") end,
    "feedloom.text.replace: what is looked for is empty")
fails(function() text.replace("abc", "b") end, "#3")
fails(function() text.replace("abc", "b", nil) end, "string expected")

-- Shortened.
local function shorten(s, most, expected, ellipsis)
	is(text.shorten(s, most, ellipsis), expected)
	is(text.len(expected) <= most, true)
end
shorten("Tide tables", 11, "Tide tables")
shorten("Tide tables", 10, "Tide…")
shorten("Tide, tables", 10, "Tide…")
shorten("Tide (tables)", 7, "Tide…")
shorten("Tide tables", 5, "Tide…")
shorten("Tide tables", 4, "Tid…")
shorten("Tide tables", 1, "…")
shorten("  Tide \n\u{3000} tables ", 11, "Tide tables")
shorten("  Tide \n\u{3000} tables ", 10, "Tide…")
shorten("Tide tables", 8, "Tide [+]", " [+]")
shorten("Tide tables", 9, "Tide", "")
shorten("Unforgettable", 5, "Unfo…")
shorten("Größenwahn!", 6, "Größe…")
shorten("e\u{301}e\u{301}e\u{301}e\u{301}", 3, "e\u{301}e\u{301}…")
shorten("🇩🇪🇫🇷🇮🇹", 2, "🇩🇪…")
shorten("👨\u{200D}👩\u{200D}👧👍🏽a", 2, "👨\u{200D}👩\u{200D}👧…")
shorten("東京の港で", 4, "東京の…")
shorten("עוגן ומפרש", 8, "עוגן…")
shorten("a\xFFb c", 4, "a\u{FFFD}b…")
shorten("", 1, "")
shorten("Tide tables", math.maxinteger, "Tide tables")
fails(function() text.shorten("a", 0) end,
    "feedloom.text.shorten: the limit must be at least 1, not 0")
fails(function() text.shorten("a", -7) end, "at least 1, not -7")
fails(function() text.shorten("a", 2, "...") end,
    "the ellipsis alone has 3 characters, and the limit is 2")
fails(function() local s = text.shorten(nil, 2) end,
    "bad argument #1 to 'shorten' (string expected, got nil)")
fails(function() text.shorten("a") end, "#2")
fails(function() text.shorten("a", 1.5) end, "no integer representation")
fails(function() text.shorten("a", 9, {}) end, "#3")

-- Case, by Unicode's rules and not those of a country.
is(text.upper("straße ﬁ ŉ ǆ ΐ i"), "STRASSE FI ʼN Ǆ \u{399}\u{308}\u{301} I")
is(text.lower("STRASSE ΑΣ ΑΣΑ ẞ I"), "strasse ας ασα ß i")
is(text.lower("İ"), "i\u{307}")
is(text.upper("привет"), "ПРИВЕТ")
is(text.upper("a\0b\xFF"), "A\0B\u{FFFD}")
is(text.lower(""), "")
is(text.upper(""), "")
fails(function() text.upper({}) end, "string expected, got table")

-- Names.
is(text.slug("Crème brûlée, à la 北京!"), "creme-brulee-a-la")
is(text.slug("北京"), "")
is(#text.slug(string.rep("ab ", 100)) <= 64, true)

-- Lines.
is(text.wrap("one two three four", 9), "one two\nthree\nfour")
is(text.wrap("one\ntwo  three", 20), "one\ntwo three")
is(text.wrap("a\r\nb\n\n  c\n"), "a\nb\n\nc")
is(text.wrap("unforgettable so", 5), "unforgettable\nso")
is(text.wrap("日本語日本語", 6), "日本語\n日本語")
is(text.wrap("c a\u{A0}b", 3), "c\na b")
is(text.wrap("a\tb\1c\2 d", 72), "a bc d")
is(text.wrap("", 72), "")
is(text.wrap("x", math.maxinteger), "x")
is(text.wrap(string.rep("x", 70) .. " yz"), string.rep("x", 70) .. "\nyz")
is(text.wrap(string.rep("x", 69) .. " yz"), string.rep("x", 69) .. " yz")
fails(function() text.wrap("x", 0) end,
    "feedloom.text.wrap: the width must be at least 1, not 0")

-- One form.
is(text.normalise(" e\u{301}\t\u{A0}\u{2003}x\r\n"), "é x")
is(text.normalise("é ﬁ", "NFD"), "e\u{301} ﬁ")
is(text.normalise("é ﬁ ①", "NFKC"), "é fi 1")
is(text.normalise("é ﬁ", "NFKD"), "e\u{301} fi")
is(text.normalise("a\u{323}\u{307} b\u{307}\u{323}"), "ạ\u{307} ḅ\u{307}")
is(text.normalise("\u{1112}\u{1161}\u{11AB}"), "한")
is(text.normalise("\u{212B}\0"), "Å\0")
is(text.normalise(" "), "")
fails(function() text.normalise("x", "NFX") end, "invalid option 'NFX'")

-- Without white space around it.
is(text.trim("\t\u{3000} a  b\u{A0}\r\n"), "a  b")
is(text.trim(" \n "), "")
is(text.trim(""), "")
is(text.trim("a\u{200B}"), "a\u{200B}")
is(text.trim("\xFF "), "\u{FFFD}")

-- Whatever comes in, UTF-8 comes out, and not too much of it.
local naughty = {
	"\0", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x9F\x98",
	"a\xE2\x80", "\x80\x80", "\u{FEFF}a", "\u{202E}abc\u{202C} x",
	"\u{200D}\u{200D}", "\u{301}a", "🇩", "🇩🇪🇩 🇪", "👨\u{200D}",
	"\u{FE0F}", "\u{1F3FD}\u{1F3FD}", "\u{600}1", "ก\u{E49}ำ", "\u{FDFA}",
	"Z\u{351}\u{36B}\u{343}a\u{322} l\u{334}g\u{335}o", "\u{115F}\u{1160}",
	"\u{2028}\u{2029}\u{85}", "ÅÅ", "(, [: -", "…", "\u{D7FF}\u{E000}",
	"\u{10FFFF}", "\u{FFFE} \u{FFFF}", "'\"`$(touch x);<script>",
	"%s%n%d \\x00 ../../", "𝒯𝒽𝑒 ｗｉｄｅ ǅ", "ﷺ ﷽",
}
for _, s in ipairs(naughty) do
	for _, s in ipairs { s, s .. s, "a" .. s .. "b " .. s .. " c" } do
		for name, f in pairs {
			upper = text.upper, lower = text.lower,
			normalise = text.normalise, trim = text.trim,
			wrap = text.wrap, slug = text.slug,
			nfkd = function(x) return text.normalise(x, "NFKD") end,
		} do
			is(utf8.len(f(s)) ~= nil, true)
			is(f(f(s)), f(s))
		end
		for most = 1, 5 do
			local short = text.shorten(s, most)
			is(utf8.len(short) ~= nil, true)
			is(text.len(short) <= most, true)
		end
		is(text.len(s) <= #s, true)
		is(text.width(s) >= 0, true)
	end
end

-- There is a ceiling.
local most = string.rep("xx", 4 << 20)
is(text.len(most), 8 << 20)
fails(function() text.len(most .. "x") end, "a text is longer than 8 MiB")
fails(function() return text.size end,
    "feedloom.text has no 'size'")
fails(function() text.len = nil end, "feedloom.text cannot be changed")
