
local url = feedloom.url

-- Large ones.
local large = "http://h/?" .. string.rep("&a", 500000)
is(#url.remove_query(large .. "&b", { "b" }), 1000009)
is(url.add_query(large, { a = 1 }), "http://h/?a=1")
is(url.query(large).a, "")
is(#url.add_query("http://h/?" .. string.rep("&a+b%20c", 100000), { d = 1 }),
    800013)
is(#url.parse("http://h/" .. string.rep("/", 1000000)).path, 1000001)
is(#url.encode(string.rep("%", 1000000)), 3000000)
is(#url.decode(string.rep("%", 1000000)), 1000000)
fails(function() url.query(string.rep("x", (1 << 20) + 1)) end,
    "feedloom.url: an address is longer than 1 MiB")
