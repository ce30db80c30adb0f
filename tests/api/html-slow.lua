
-- What takes long ends.
local f = feedloom.html.parse(string.rep("<b></b><i></i>", 20000))
fails(function() f:select("b:nth-last-of-type(2)") end,
    "selector 'b:nth-last-of-type(2)' takes too long here")
fails(function() f:xpath("//b[count(//i) > count(//b)]") end,
    "fails: it takes too long")
is(#f:select("b:nth-last-child(2n)"), 20000)
