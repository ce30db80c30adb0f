-- Ways out that others had: none of them is one here.
local function gone(name) is(_G[name], nil) end

for _, name in ipairs { "io", "os", "package", "debug", "load", "loadstring", "loadfile", "dofile",
	"collectgarbage", "rawset", "xpcall", "module", "setfenv", "getfenv", "newproxy", "arg", "jit", "bit32" } do
	gone(name)
end
is(string.dump, nil)
is(math.random, nil)
is(math.randomseed, nil)
is(coroutine.running ~= nil, true)

-- metatables are out of reach, and what is sealed stays so
is(getmetatable(""), false)
is(getmetatable(entry), false)
is(getmetatable(entry.links), false)
is(getmetatable(entry.categories[1]), false)
is(getmetatable(feedloom), false)
is(getmetatable(feedloom.text), false)
is(getmetatable(opt), false)
fails(function() setmetatable(feedloom, {}) end, "cannot change a protected metatable")
fails(function() setmetatable(opt, {}) end, "cannot change a protected metatable")
fails(function() setmetatable("", {}) end, "table expected")
fails(function() setmetatable(entry, {}) end, "table expected")
fails(function() feedloom.text = nil end, "feedloom cannot be changed")
fails(function() feedloom.text.len = nil end, "feedloom.text cannot be changed")
fails(function() opt.x = 1 end, "options cannot be changed")
fails(function() entry.x = 1 end, "entry has no 'x'")
fails(function() entry.find = 1 end, "entry has no 'find'")
fails(function() return entry.__index end, "entry has no '__index'")
fails(function() return entry[1] end, "entry has no field that is a number")
fails(function() entry.links = 5 end, "links must be a list")
fails(function() setmetatable({}, { __gc = print }) end, "may not set __gc")

-- files
for _, name in ipairs { "os", "../x", "/etc/passwd", "a/b", "..", "", "x\0y" } do
	fails(function() require(name) end, "")
end
fails(function() entry:xpath("document('/etc/passwd')") end, "a function that is not there")
fails(function() entry:xpath("unparsed-entity-uri('x')") end, "a function that is not there")
fails(function() entry:xpath("key('x', 'y')") end, "a function that is not there")

-- handles: their methods take no others
fails(function() entry.find(entry.links, "x") end, "feedloom.record expected")
fails(function() entry.find({}, "x") end, "feedloom.record expected")
fails(function() entry.copy(entry:find("atom:title")) end, "entry expected")
fails(function() entry:find("atom:title").remove(entry) end, "element expected")
fails(function() entry:xpath(".")[1]:remove() end, "only a part of an entry can be removed")
fails(function() entry:xpath("/*")[1]:remove() end, "only a part of an entry can be removed")
fails(function() entry:find("no such name") end, "is no name")
fails(function() entry:add("nobody:knows") end, "nobody knows the prefix 'nobody'")
fails(function() entry:add("{urn:x}a b") end, "is no name")
fails(function() entry:add("xmlns:x") end, "")
fails(function() entry.categories[1].attr.x = 1 end, "category has no 'attr'")
fails(function() entry:find("atom:title").attr["a b"] = "x" end, "is no name")

-- addresses would differ from run to run
for _, value in ipairs { {}, print, coroutine.create(print), entry.links } do
	is(tostring(value):find("0x"), nil)
	is(("%s"):format(value):find("0x"), nil)
end
fails(function() return ("%p"):format({}) end, "no %p here")
fails(function() return ("%-8p"):format({}) end, "no %p here")

-- order: the same each time
local keys = {}
for key in pairs { z = 1, a = 1, [3] = 1, [1] = 1, m = 1, [2.5] = 1 } do keys[#keys + 1] = tostring(key) end
is(table.concat(keys, " "), "1 2.5 3 a m z")
is((next { b = 1, a = 2 }), "a")
is((next({ b = 1, a = 2 }, "a")), "b")
is((next({ b = 1, a = 2 }, "b")), nil)
is(next {}, nil)
keys = {}
for key, value in pairs(setmetatable({}, { __pairs = function() return next, { x = 1 } end })) do keys[#keys + 1] = key end
is(keys[1], "x")
local changing = { a = 1, b = 2, c = 3 }
for key in pairs(changing) do changing[key] = nil changing.c = nil end
is(next(changing), nil)
