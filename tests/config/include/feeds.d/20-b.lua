feed "b" {
	source = "b.xml",
	publish = { ["b.json"] = "json" },
}
include "../more/c.lua"
