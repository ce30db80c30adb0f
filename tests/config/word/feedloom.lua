fed "a" { source = "feedloom.lua", publish = { ["a"] = "json" } }
