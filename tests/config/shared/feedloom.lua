settings { state = "public/state.db", output = "public" }
feed "a" {
	source = "feedloom.lua",
	publish = { ["state.db"] = "json", ["a//b"] = "json" },
}
feed "c" {
	source = "feedloom.lua",
	publish = { ["a/./b"] = "json" },
}
