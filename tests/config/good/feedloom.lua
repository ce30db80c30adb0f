-- Each key once, with what it takes.
settings {
	contact = "editors@tolqyn-courier.example", address = "https://tolqyn-courier.example/f/",
	jobs = 4,
	output = "public",
	pause = "500 milliseconds",
	plugin_path = { "plugins", "/usr/share/feedloom/plugins" },
	state = "state/feedloom.db",
}

defaults {
	every = "30 minutes",
	only_new = true,
	through = { "wordpress", { "sift", drop = { "Sponsored" } } },
}

feed "harbour" {
	source = "https://tolqyn-courier.example/tag/new-harbour/feed/",
	publish = {
		["harbour.json"] = "json",
		["harbour.atom"] = "atom",
		["harbour/index.html"] = "html",
	},
}

feed("all.of-it_2") {
	source = {
		"http://tolqyn-courier.example/feed/",
		"export.xml",
		{ command = { "cat", "export.xml" } },
		{ command = { "./make-feed" } },
		{
			url = "https://tolqyn-courier.example/private/feed/",
			user = "reader",
			password_file = "password",
			headers = {
				["X-Token"] = { file = "password" },
				["X-Home"] = { env = "HOME" },
				["Accept-Language"] = "kk",
			},
			allow_private = true,
		},
	},
	through = { { "sort", by = "title" }, { "limit", count = 3 } },
	publish = {
		["all.txt"] = { "text", summary = true },
	},
	every = "1 week",
	only_new = false,
	accumulate = 500,
	-- history = 50 is for one source.
	alert_after = "2 days",
	announce = "https://hub.example/",
	max_bytes = "500K",
	timeout = "90 seconds",
	base = "https://tolqyn-courier.example/",
	types = { "post", "page" },
	statuses = "publish",
};

-- A configuration is Lua, without its functions.
local cities = { "almaty", "astana", "aqtau" }
for i = 1, #cities do
	feed(cities[i]) {
		source = "https://" .. cities[i] .. ".example/feed/",
		publish = { [cities[i] .. ".json"] = "json" },
		alert_after = i,
	}
end
