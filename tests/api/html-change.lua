
local html = feedloom.html

-- Attributes.
local f = html.parse("<video src=a class=b>")
local video = f:first("video")
video.attr.src = "c & d"
video.attr.class = nil
video.attr.controls = true
video.attr.width = 640
is(f.html, '<video src="c &amp; d" controls="" width="640"></video>')
video.attr.controls = false
is(f.html, '<video src="c &amp; d" width="640"></video>')
fails(function() video.attr["a b"] = "c" end,
    "'a b' is no name for an attribute")
fails(function() video.attr.a = {} end,
    "attribute 'a' must be a string, not a table")

-- Setting.
f = html.parse("<h2>a<b>c</b></h2>")
local h = f:first("h2")
h.name = "H3"
is(f.html, "<h3>a<b>c</b></h3>")
h.text = "x < y"
is(f.html, "<h3>x &lt; y</h3>")
h.html = "<i>z</i>"
is(f.html, "<h3><i>z</i></h3>")
h:first("i"):children()[1].text = 42
is(f.html, "<h3><i>42</i></h3>")
f.html = "<p>new"
is(f.html, "<p>new</p>")
fails(function() h.text = {} end, "text must be a string, not a table")
fails(function() h.name = "a b" end, "'a b' is no name for an element")
fails(function() h.outer = "" end, "node.outer cannot be set")
fails(function() f.name = "p" end, "a fragment has no name")

-- Putting and taking.
f = html.parse("<p>a</p><p>b</p>")
local p = f:first("p")
p:append("<i>c</i>")
p:prepend("d")
p:before("<hr>")
p:after("e")
is(f.html, "<hr><p>da<i>c</i></p>e<p>b</p>")
f:append("f")
f:prepend("g")
f:first("hr"):replace("<br>")
is(f.html, "g<br><p>da<i>c</i></p>e<p>b</p>f")
local figure = p:wrap("figure", { id = "x", class = "wide", hidden = true })
is(figure.name, "figure")
is(f:first("figure").outer, '<figure class="wide" hidden="" id="x">' ..
    "<p>da<i>c</i></p></figure>")
p:unwrap()
is(f:first("figure").html, "da<i>c</i>")
f:first("i"):remove()
figure:remove()
is(f.html, "g<br>e<p>b</p>f")
fails(function() f:remove() end, "a fragment cannot be removed")
fails(function() f:first("br"):append("x") end, "nothing can be in <br>")
fails(function() f:append(nil) end, "string or node expected, got nil")
fails(function() f:first("br"):wrap("a b") end, "no name for an element")

-- What was taken out stays good, and nodes can be moved and copied.
is(figure.html, "da")
is(figure.parent, nil)
fails(function() figure:after("x") end, "the node was taken out")
f:append(figure)
is(f:first("figure"), figure)
figure.attr.class = nil
figure.attr.hidden = nil
figure:before(figure:copy())
is(f.html, 'g<br>e<p>b</p>f<figure id="x">da</figure><figure id="x">da</figure>')
fails(function() figure:append(figure) end, "a node cannot be put into itself")
local other = html.parse("<b>1</b>2")
figure:replace(other:first("b"))
f:append(other)
is(f.html, 'g<br>e<p>b</p>f<figure id="x">da</figure><b>1</b><b>1</b>2')
is(other.html, "<b>1</b>2")
