local a = { "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x" }
local b = { a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a }
local c = { b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b }
local d = { c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c }
local e = { d, d, d, d, d, d, d, d, d, d, d, d, d, d, d, d, d, d, d, d }
feed "a" { through = e }
