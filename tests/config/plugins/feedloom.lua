feed "a" {
	source = "feedloom.lua",
	through = {
		"wordpres",
		"html",
		{ "sift", drp = "x" },
		{ "limit", count = "many" },
		"plugins/broken.lua",
		"plugins/sheet.lua",
		{ "./plugins/good, with comma.lua", mark = [[a,b\,c\\]] },
		"own",
	},
	publish = {
		["a.json"] = "jsn",
		["b.json"] = "wordpress",
		["c.json"] = { "html", colour = "red" },
	},
}
feed "b" {
	source = "feedloom.lua",
	through = { "wordpres" },
	publish = { ["d.json"] = "json" },
}
