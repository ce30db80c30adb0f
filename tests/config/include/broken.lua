feed "of-broken" {
	source = "feedloom.lua",
	publish = { ["d.json"] = "json" },
}
feed "x" = 1
