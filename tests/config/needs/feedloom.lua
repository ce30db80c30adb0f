-- Keys that ask for something elsewhere.
feed "two" {
	source = { "https://a.example/feed/", "https://b.example/feed/" },
	publish = { ["two.json"] = "json" },
	history = 10,
}

feed "hub" {
	source = "https://example.org/feed/",
	publish = { ["hub.json"] = "json" },
	history = 10,
	announce = "https://hub.example/",
}
