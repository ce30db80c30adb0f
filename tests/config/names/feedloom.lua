feed "a" { source = "feedloom.lua", publish = { ["a"] = "json" } }
feed "a b" { source = "feedloom.lua", publish = { ["b"] = "json" } }
feed "" { source = "feedloom.lua", publish = { ["c"] = "json" } }
feed ".d" { source = "feedloom.lua", publish = { ["d"] = "json" } }
feed "e/f" { source = "feedloom.lua", publish = { ["e"] = "json" } }
feed "a" { source = "feedloom.lua", publish = { ["f"] = "json" } }
feed "missing" {}
feed "alone"
settings { pause = "1 second" }
settings { pause = "2 seconds" }
digest "weekly" { html = "html", text = "text", feeds = { "a" } }
feed "twice" {
	source = "https://a.example/1",
	source = "https://a.example/2",
	publish = { ["g"] = { "html", a = 1, a = 2 } },
}
