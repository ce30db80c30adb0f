
local html = feedloom.html

-- On strings.
is(html.text("<p>a &amp; b</p><p>c<img alt=d></p>"), "a & b cd")
is(html.lines("<p>a</p><ul><li>b<li>c</ul>"), "a\n\nb\nc")
is(html.words("<p>Knots &amp; splices, un<b>done</b></p><p>北京</p>"), 5)
is(html.words(""), 0)
is(html.escape([[a<b> & "c" 'd']]), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;")
is(html.clean("<p onclick=x>a<script>b</script>"), "<p>a</p>")
is(html.absolute("<a href=/x?y&amp;z>a</a>", "https://e.example/b/"),
    '<a href="https://e.example/x?y&amp;z">a</a>')
is(html.absolute("<a href=https://e.example/>a</a>", "https://e.example/b/"),
    "<a href=https://e.example/>a</a>")
fails(function() html.absolute("", "/b") end,
    "the base '/b' is no absolute address")
fails(function() html.text(nil) end, "string expected")
fails(function() return html.txt end,
    "feedloom.html has no 'txt'; did you mean 'text'?")

-- Without tags; a piece of text never becomes one.
local function strip(from, to) is(html.strip(from), to) end
strip("", "")
strip("plain &amp; simple\n", "plain &amp; simple\n")
strip("<p>a <b>b</b></p>\n<p>c</p>", "a b\nc")
strip("a<!-- b > c -->d<?php e ?>f<br/>g", "adfg")
strip("<a title='>'>x</a><img alt=y>", "x")
strip("<style>p { }</style>a<script>if (b < c) d()</script>e", "ae")
strip("<iframe src=x>a</iframe><title>b</title>c", "c")
strip("3 < 4 <5> <", "3 &lt; 4 &lt;5> &lt;")
strip("<<b>script>alert(1)<<b>/script>", "&lt;script>alert(1)&lt;/script>")
strip("a<b", "a&lt;b")
strip("<textarea><b>x</b></textarea>", "&lt;b>x&lt;/b>")
strip("<xmp><b>&amp;</b></xmp>", "&lt;b&gt;&amp;amp;&lt;/b&gt;")
strip("\xFF<b>\0</b>", "\xFF\0")
fails(function() html.strip() end, "string expected")

-- Addresses, wherever HTML has some.
local seen = {}
local function note(url, element, attribute)
	seen[#seen + 1] = element .. " " .. attribute .. " " .. url
end
local page = [[
<A HREF='/a?b=1&amp;c=2'>/a</a> <img SRC=/d.png srcset="/e.png 1x, /f,g.png 2x">
<video poster=" /h "><q cite="#i"></q></video><a href="">j</a><a href>k</a>
<!-- <a href=/l> --><script src="/m">"<a href=/n>"</script><p title="/o" data-p=q>
<img srcset=/r.png><img srcset=", ,"><a href="https://t.example/" href="/u">]]
is(html.replace_urls(page, note), page)
is(table.concat(seen, "\n"), [[
a href /a?b=1&c=2
img src /d.png
img srcset /e.png
img srcset /f,g.png
video poster /h
q cite #i
script src /m
a href https://t.example/
a href /u]])
is(html.replace_urls("<a href='/x'><img src=/x srcset='/x 1x,/y 2x'>",
    { ["/x"] = "/'&" }), "<a href='/&#39;&amp;'><img src=\"/&#39;&amp;\"" ..
    " srcset='/&#39;&amp; 1x,/y 2x'>")
is(html.replace_urls("<a href=' /a '><a href=\"/b\">", function(url)
	return url == "/a" and feedloom.url.resolve("https://e.example/", url)
end), "<a href=' https://e.example/a '><a href=\"/b\">")
-- What is called may change HTML itself.
is(html.replace_urls("<a href=/b>c</a>", function(url)
	return html.replace_urls("<a href=" .. url .. ">", { ["/b"] = "/d" })
end), '<a href="&lt;a href=&quot;/d&quot;&gt;">c</a>')
is(#html.replace_urls(string.rep("<a href=/b>", 5000), { ["/b"] = string.rep("c", 99) }),
    5000 * (#"<a href=\"\">" + 99))
is(html.replace_urls("", {}), "")
fails(function() html.replace_urls("<a href=/b>", function() error("mine") end) end, "mine")
fails(function() html.replace_urls("<a href=/b>", function() return 5 end) end,
    "the new address is a number, not a string")
fails(function() html.replace_urls("<a href=/b>", { ["/b"] = {} }) end,
    "the new address is a table, not a string")
fails(function() html.replace_urls("<a>", "/b") end, "table or function expected")

-- Excerpts.
local short, cut = html.excerpt("<p>One <b>two, three</b></p>", { words = 2 })
is(short, "<p>One <b>two…</b></p>")
is(cut, true)
short, cut = html.excerpt("<p>One", { chars = 3 })
is(short, "<p>One")
is(cut, false)
is(html.excerpt("<p>One two</p>", { chars = 7, ellipsis = " &" }),
    "<p>One two</p>")
is(html.excerpt("<p>One two</p>", { chars = 6, ellipsis = " &" }),
    "<p>One &amp;</p>")
is(html.excerpt("<p>One two</p>", { words = 1, ellipsis = "" }), "<p>One</p>")
is(html.excerpt(string.rep("a ", 55)), string.rep("a ", 55))
is(html.excerpt(string.rep("a ", 56), {}), string.rep("a ", 54) .. "a…")
fails(function() html.excerpt("a", { word = 1 }) end,
    "unknown key 'word'; did you mean 'words'?")
fails(function() html.excerpt("a", { words = 0 }) end,
    "words must be a whole number of at least 1")
fails(function() html.excerpt("a", { chars = "many" }) end,
    "chars must be a whole number of at least 1")
fails(function() html.excerpt("a", { ellipsis = {} }) end,
    "ellipsis must be a string")

-- The first picture.
local image = html.first_image("<img src=p.gif width=1 height=1>" ..
    "<img src=data:x data-src=a.png width=300 height=200 alt='A &amp; b'>")
is(image.src, "a.png")
is(image.alt, "A & b")
is(image.width, 300)
is(image.height, 200)
image = html.first_image("<img src=a>")
is(image.alt, nil)
is(image.width, nil)
is(html.first_image("<p>none"), nil)

-- Fragments are written as they were read.
local f = html.parse("<P CLASS=x>a <!--b--><o:p @c='d'>&amp;</o:p>")
is(tostring(f), '<p class="x">a <!--b--><o:p @c="d">&amp;</o:p></p>')
is(f.html, tostring(f))
is(f.outer, tostring(f))
is(f.text, "a &")
is(f.name, "#fragment")
is(f.parent, nil)
is(#f:children(), 1)

-- Fields of nodes.
f = html.parse("x<p id=a class='b c'>One <i>two</i>\n three<!-- d --></p>" ..
    "<script>a<b</script>")
local p = f:first("p")
is(p.name, "p")
is(p.text, "One two three")
is(p.html, "One <i>two</i>\n three<!-- d -->")
is(p.outer, tostring(p))
is(p.attr.id, "a")
is(p.attr.ID, "a")
is(p.attr.nosuch, nil)
is(p.parent, nil)
is(p.prev.name, "#text")
is(p.next.name, "script")
is(p.next.text, "a<b")
is(p.next.next, nil)
local i = f:first("i")
is(i.parent, p)
is(i.parent == f, false)
is(i == f:first("i"), true)
is(i.prev.text, "One ")
is(i.prev.html, "One ")
is(p:children()[4].name, "#comment")
is(p:children()[4].text, " d ")
is(p:children()[4].outer, "<!-- d -->")
is(p:children()[4].attr.id, nil)
is(#i.prev:children(), 0)
local names = {}
for name, value in pairs(p.attr) do names[#names + 1] = name .. "=" .. value end
is(table.concat(names, " "), "class=b c id=a")
fails(function() return p.txt end, "node has no 'txt'; did you mean 'text'?")
fails(function() return f.slect end,
    "fragment has no 'slect'; did you mean 'select'?")
fails(function() p.parent = f end, "node.parent cannot be set")
fails(function() return p[1] end, "node has no field that is a number")
is(getmetatable(p), false)

-- Selectors.
f = html.parse("<ul><li>1<li class=x>2<li>3</ul><p><img src=a></p>")
local function texts(list)
	local t = {}
	for n, node in ipairs(list) do t[n] = node.text end
	return table.concat(t, " ")
end
is(texts(f:select("li")), "1 2 3")
is(texts(f:select("li:not(.x)")), "1 3")
is(texts(f:first("ul"):select("> li + li")), "2 3")
is(#f:select("table"), 0)
is(f:first("table"), nil)
is(f:first("p > img[src]").attr.src, "a")
is(f:first("li"):matches("ul > :first-child"), true)
is(f:first("li"):matches("p"), false)
is(f:matches("*"), false)
is(f:first("img"):closest("p").name, "p")
is(f:first("img"):closest("img").name, "img")
is(f:first("img"):closest("ul"), nil)
fails(function() f:select("p > > a") end,
    "selector 'p > > a', character 5: here an element")
fails(function() f:select() end, "string expected")
fails(function() f.select("p") end, "node expected, got string")

-- XPath.
is(texts(f:xpath("//li[@class or position() = 3]")), "2 3")
is(texts(f:xpath("/ul/li[1]")), "1")
is(f:xpath("count(//li)"), 3)
is(f:xpath("string(//img/@src)"), "a")
is(f:xpath("//img/@src")[1], "a")
is(f:xpath("boolean(//table)"), false)
is(f:xpath("//li/text()")[2].name, "#text")
is(f:first("ul"):xpath("li[last()]")[1].text, "3")
is(f:first("ul"):xpath("..")[1], f)
is(f:first("li"):xpath("/")[1], f)
is(#f:xpath("/node()"), 2)
is(f:xpath("//p/preceding::li[1]")[1].text, "3")
is(f:xpath("string(/)"), "123")
fails(function() f:xpath("//[") end,
    "'//[' is no XPath expression: it cannot be understood")
fails(function() f:xpath("//o:p") end, "a prefix that nobody knows")

-- Going through all.
f = html.parse("<p>a<b>c</b></p><!--d--><p>e</p>")
local seen = {}
for node in f:walk() do
	seen[#seen + 1] = node.name
	if node.name == "b" then node:unwrap() end
	if node.name == "#comment" then node.next:remove() end
	if node.name == "p" then node:before("<hr>") end
end
is(table.concat(seen, " "), "p #text b #text #comment")
is(f.html, "<hr><p>ac</p><!--d-->")
is(f:first("p"):walk()().text, "a")
fails(function() f:first("p"):children()[1]:walk() end, "nothing in a text")

-- An entry's content.
local content = html.parse(entry.content.html)
content:first("p"):remove()
entry.content.html = content.html
is(html.parse(entry.content.html).html, content.html)
