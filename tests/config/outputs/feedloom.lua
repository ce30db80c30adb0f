settings { output = "public" }
feed "a" {
	source = "feedloom.lua",
	publish = {
		["../a.json"] = "json",
		["b/../../c.json"] = "json",
		["d/"] = "json",
		[""] = "json",
		["~/e.json"] = "json",
		["posts/{slug}.md"] = "hugo",
		["f.json"] = "json",
		["g..json"] = "json",
	},
}
feed "b" {
	source = "feedloom.lua",
	publish = {
		["./f.json"] = "json",
		["h.json"] = "json",
		["h.json"] = "atom",
		["../feedloom.lua"] = "json",
	},
}
