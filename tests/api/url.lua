
local url = feedloom.url

-- "key=value" of a table, in the order of its keys.
local function show(t)
	if t == nil then return "nil" end
	local list = {}
	for key, value in pairs(t) do
		list[#list + 1] = key .. "=" .. value
	end
	return table.concat(list, " ")
end

-- Parts.
for address, parts in pairs {
	["HTTP://User:pw@Example.ORG:8080/a/b?q=1&r#top"] = "fragment=top " ..
	    "host=example.org path=/a/b port=8080 query=q=1&r scheme=http " ..
	    "userinfo=User:pw",
	["https://example.org"] = "host=example.org path= scheme=https",
	["https://example.org?"] = "host=example.org path= query= scheme=https",
	["https://example.org:/#"] =
	    "fragment= host=example.org path=/ scheme=https",
	["http://[::1]:80/"] = "host=[::1] path=/ port=80 scheme=http",
	["http://[::1]/"] = "host=[::1] path=/ scheme=http",
	["http://a@b@c/"] = "host=c path=/ scheme=http userinfo=a@b",
	["mailto:A@b.example"] = "path=A@b.example scheme=mailto",
	["urn:x:y"] = "path=x:y scheme=urn",
	["file:///etc"] = "host= path=/etc scheme=file",
	["http://h/?a?b#c?d#e"] =
	    "fragment=c?d#e host=h path=/ query=a?b scheme=http",
	[" http://h/a b\\c\n"] = "host=h path=/a%20b/c scheme=http",
	["http://münchen.example/Ü"] =
	    "host=münchen.example path=/Ü scheme=http",
	["http://h:65535/"] = "host=h path=/ port=65535 scheme=http",
	["http://h:0/"] = "host=h path=/ scheme=http",
	["http://h/a\0b"] = "host=h path=/a%00b scheme=http",
	["/a"] = "nil", ["//h/a"] = "nil", [""] = "nil", ["a b:c"] = "nil",
	["http://h:65536/"] = "nil", ["http://h:8o/"] = "nil",
	["http://h:" .. string.rep("9", 100)] = "nil",
} do
	is(show(url.parse(address)), parts)
end
is(math.type(url.parse("http://h:80/").port), "integer")
fails(function() local u = url.parse(nil) end, "bad argument #1 to 'parse'")

-- References.
for ref, expected in pairs {
	["g"] = "http://a/b/c/g", ["../g"] = "http://a/b/g", ["?y"] =
	"http://a/b/c/d;p?y", ["#s"] = "http://a/b/c/d;p?q#s", [""] =
	"http://a/b/c/d;p?q", ["//g"] = "http://g", ["g:h"] = "g:h",
	["../../../g"] = "http://a/g", ["/a b"] = "http://a/a%20b",
} do
	is(url.resolve("http://a/b/c/d;p?q", ref), expected)
end
fails(function() url.resolve("/b", "c") end,
    "feedloom.url.resolve: the base '/b' is no absolute address")
fails(function() url.resolve("http://a/") end, "#2")

-- Parameters that are added, or set.
for _, case in ipairs {
	{ "http://h/", { b = 2, a = "x y" }, "http://h/?a=x%20y&b=2" },
	{ "http://h/?", { a = 1 }, "http://h/?a=1" },
	{ "http://h/?c=3", { b = 2, a = 1 }, "http://h/?c=3&a=1&b=2" },
	{ "http://h/?a=0&c=3", { b = 2, a = 1 }, "http://h/?a=1&c=3&b=2" },
	{ "http://h/?c=3&a", { a = "" }, "http://h/?c=3&a=" },
	{ "http://h/?a=0&b=1&a=2", { a = 3 }, "http://h/?a=3&b=1" },
	{ "http://h/?x[]=0&%78%5b]=4", { ["x[]"] = "&=+%#é" },
	    "http://h/?x[]=%26%3D%2B%25%23%C3%A9" },
	{ "http://h/?a%20b=1&a+b=2", { ["a b"] = 3 }, "http://h/?a%20b=3" },
	{ "http://h/", { ["x[]"] = 1.5 }, "http://h/?x%5B%5D=1.5" },
	{ "http://h/p#top", { a = 1 }, "http://h/p?a=1#top" },
	{ "http://h/p?#", { a = 1 }, "http://h/p?a=1#" },
	{ "http://h/p#a?b=1", { b = 2 }, "http://h/p?b=2#a?b=1" },
	{ "p", { a = 1 }, "p?a=1" },
	{ "", { a = 1 }, "?a=1" },
	{ "http://h/?z=%2f&&y=ä", { a = "\0" }, "http://h/?z=%2f&y=ä&a=%00" },
	{ "http://h/?z=1", {}, "http://h/?z=1" },
	{ "http://h/\0?z\0=1", { ["z\0"] = 2 }, "http://h/\0?z\0=2" },
} do
	is(url.add_query(case[1], case[2]), case[3])
end
fails(function() url.add_query("http://h/", { a = true }) end,
    "feedloom.url.add_query: a value must be a string or a number, not a " ..
    "boolean")
fails(function() url.add_query("http://h/?a=1", { a = {} }) end, "not a table")
fails(function() url.add_query("http://h/", { "x" }) end,
    "feedloom.url.add_query: a name must be a string, not a number")
fails(function() url.add_query("http://h/", "a=1") end, "table expected")

-- And that are taken away.
local utm = { "utm_*", "fbclid" }
for _, case in ipairs {
	{ "http://h/?utm_source=a&utm_=b&id=7&fbclid=x", "http://h/?id=7" },
	{ "http://h/?utm_source=a#top", "http://h/#top" },
	{ "http://h/?utm_source", "http://h/" },
	{ "http://h/?%75tm_x=1&b", "http://h/?b" },
	{ "http://h/?utm=1&fbclid2=3&xutm_a", "http://h/?utm=1&fbclid2=3&xutm_a" },
	{ "http://h/?a=1&&b=%2f&", "http://h/?a=1&&b=%2f&" },
	{ "http://h/?&", "http://h/?&" },
	{ "http://h/utm_x=1", "http://h/utm_x=1" },
	{ "http://h/#?utm_x=1", "http://h/#?utm_x=1" },
	{ "http://h/?a=1&utm_x=2&&c#d", "http://h/?a=1&c#d" },
	{ "?fbclid", "" }, { "", "" }, { "x\0?fbclid\0&fbclid", "x\0?fbclid\0" },
} do
	is(url.remove_query(case[1], utm), case[2])
end
is(url.remove_query("http://h/?a&b=2", { "*" }), "http://h/")
is(url.remove_query("http://h/?a&=2", { "" }), "http://h/?a")
is(url.remove_query("http://h/?a&b", {}), "http://h/?a&b")
fails(function() url.remove_query("http://h/", { 5 }) end,
    "feedloom.url.remove_query: a name must be a string, not a number")
fails(function() url.remove_query("http://h/", "a") end, "table expected")
local many = {}
for i = 1, 257 do many[i] = "x" .. i end
fails(function() url.remove_query("http://h/", many) end,
    "feedloom.url.remove_query: more than 256 names")
many[257] = nil
is(url.remove_query("http://h/?x256&x257", many), "http://h/?x257")

-- What is there.
is(show(url.query("http://h/?b=2&a=1+%2b%C3%A9&a=3&c&=d&&e==f#g?h=i")),
    "=d a=1 +é b=2 c= e==f")
is(show(url.query("http://h/")), "")
is(show(url.query("?%zz=%4")), "%zz=%4")

-- Encoded.
is(url.encode("a-b_c.d~e /?#é\0+%"),
    "a-b_c.d~e%20%2F%3F%23%C3%A9%00%2B%25")
is(url.decode("%41+%C3%a9%zz%4%"), "A+é%zz%4%")
local bytes = {}
for i = 0, 255 do bytes[i + 1] = string.char(i) end
bytes = table.concat(bytes)
is(url.decode(url.encode(bytes)), bytes)
is(url.query("?x=" .. url.encode(bytes)).x, bytes)
is(url.query(url.add_query("", { [bytes] = bytes }))[bytes], bytes)
