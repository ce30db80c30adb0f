feed "a" { source = "feedloom.lua", publish = { ["a"] = "json" } }
string.rep("x", 100)
