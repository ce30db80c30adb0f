settings { outpt = "public", every = "1 hour" }
defaults {
	-- "source" is not for many
	source = "https://a.example/feed/",
	throuh = { "wordpress" },
}
feed "harbour" { -- evrey = "in a comment"
	source = { url = "https://a.example/feed/", pasword_file = "x" },
	through = { "wordpress" },
	publish = { ["evrey = 1"] = "json" },
	["pause"] = "1 second",
	evrey = "1 hour", url = "https://a.example/",
	[ [[xyzzy]] ] = [==[ evrey = "in a string" ]==],
}
