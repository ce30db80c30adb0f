defaults { every = "1 minute", through = { "of-the-main-file" } }
include "feeds.d/*.lua"
feed "after" {
	source = "feedloom.lua",
	publish = { ["after.json"] = "json" },
}
include "empty.d/*.lua"
include "missing.lua"
include "feeds.d"
include "broken.lua"
