
-- The same of lines.
for _, s in ipairs { "a", "ab ", "a\u{301}", "日", "ภา", "\xFF", "-" } do
	local large = string.rep(s, (1 << 20) // #s)
	is(#feedloom.text.wrap(large, 40) > 1000000, true)
end
