feed "c" {
	source = "c.xml",
	through = { "c.lua" },
	publish = { ["c.json"] = "json" },
}
include "../feedloom.lua"
include "c.lua"
