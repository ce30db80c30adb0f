
-- A mebibyte of anything takes its time, not its square.
local text = feedloom.text
for _, s in ipairs { "ab ", "\u{301}", "a\u{323}\u{301}", "🇩", "👨\u{200D}",
    "日", "\xFF", "-" } do
	local large = string.rep(s, (1 << 20) // #s)
	is(text.len(large) >= 1, true)
	is(text.len(text.shorten(large, 1000)) <= 1000, true)
	is(text.width(large) >= 0, true)
	is(#text.trim(large) > 0, true)
	is(#text.slug(large) <= 64, true)
end
