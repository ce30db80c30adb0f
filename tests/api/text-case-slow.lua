
-- The same of what makes new text.
local text = feedloom.text
for _, s in ipairs { "ab ", "\u{301}\u{323}", "a\u{323}\u{301}", "Σ", "日",
    "\xFF" } do
	local large = string.rep(s, (1 << 20) // #s)
	is(#text.upper(large) >= #large - 2, true)
	is(#text.lower(large) >= #large - 2, true)
	is(#text.normalise(large) > 0, true)
end
