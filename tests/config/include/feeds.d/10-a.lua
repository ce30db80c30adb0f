defaults { through = { "of-a" } }
feed "a" {
	source = "a.xml",
	publish = { ["a.json"] = "./a.lua" },
}
