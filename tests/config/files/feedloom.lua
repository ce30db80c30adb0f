settings { state = "feedloom.lua/state.db" }
feed "a" {
	source = {
		"missing.xml",
		".",
		{ command = { "./feedloom.lua" } },
		{ command = { "there-is-no-such-program" } },
		{ command = { "/there/is/none" } },
		{ url = "https://a.example/", user = "a", password_file = "none" },
		{ url = "https://b.example/", headers = {
			["X-A"] = { env = "THERE_IS_NO_SUCH_VARIABLE" },
			["X-B"] = { file = "none" } } },
	},
	publish = {
		["feedloom.lua/a.json"] = "json",
		["folder"] = "json",
		["new/folders/a.json"] = "json",
	},
}
