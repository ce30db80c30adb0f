-- Fields of an entry: read, set, removed; lists like any others.
is(entry.id, "https://tolqyn-courier.example/?p=107")
is(entry.title, "From the Works, No. 21")
is(entry.link, "https://tolqyn-courier.example/from-the-works-no-21/")
is(entry.links.alternate.href, entry.link)
is(entry.links.nothing, nil)
is(entry.published, "2024-03-02T08:27:51Z")
is(entry.published.time, 1709368071)
is(entry.published:sub(1, 4), "2024")
is(entry.updated, nil)
is(entry.authors[1].name, "Ops & Weather Desk")
is(#entry.authors, 1)
is(entry.comments.count, 3)
is(entry.comments.page, entry.link .. "#comments")
is(entry.rights, nil)
is(entry.source, nil)
is(entry.summary.type, "html")
is(entry.content.html:find("<p>There is a new sign", 1, true), 2)
is(entry.content.text:sub(1, 19), "There is a new sign")
fails(function() return entry.titel end, "entry has no 'titel'; did you mean 'title'?")
fails(function() entry.titel = "x" end, "did you mean 'title'?")
fails(function() return entry.authors[1].mail end, "person has no 'mail'; did you mean 'email'?")

-- text
entry.title = "A <b> & \"c\" \0\27x"
is(entry.title, "A <b> & \"c\" x")
entry.title = 5
is(entry.title, "5")
entry.title = nil
is(entry.title, nil)
fails(function() entry.title = {} end, "entry.title must be a string, not a table")
fails(function() entry.title = true end, "entry.title must be a string, not a boolean")
entry.rights = "Mine"
is(entry.rights, "Mine")
entry.language = "kk"
is(entry.language, "kk")
entry.language = nil
is(entry.language, nil)
entry.id = "urn:x"
is(entry.id, "urn:x")

-- dates
entry.updated = "Tue, 2 Jan 24 10:00 EST"
is(entry.updated, "2024-01-02T10:00:00-05:00")
entry.updated = 0
is(entry.updated, "1970-01-01T00:00:00Z")
fails(function() entry.updated = "soon" end, "entry.updated must be a date, as in 2024-04-19T10:45:29Z")
fails(function() entry.updated = {} end, "must be a date")
fails(function() entry.updated = math.maxinteger end, "there is no such second")
fails(function() return ("soon").time end, "'soon' is no date: it has no time")
entry.updated = nil
is(entry.updated, nil)

-- content
entry.content = "a < b"
is(entry.content.type, "text") is(entry.content.html, "a &lt; b") is(entry.content.text, "a < b")
entry.content = { html = "<p>x</p>" }
is(entry.content.type, "html") is(entry.content.html, "<p>x</p>") is(entry.content.text, "x")
entry.summary = entry.content
is(entry.summary.html, "<p>x</p>")
entry.content = entry.content
is(entry.content.html, "<p>x</p>")
entry.content = nil
is(entry.content.html, nil) is(entry.content.text, nil) is(entry.content.type, nil)
entry.content.html = "<i>"
is(entry.content.html, "<i>")
entry.content.html = nil
is(entry.content.type, nil)
fails(function() entry.content = 5 end, "entry.content must be a table or a string, not a number")
fails(function() entry.content = { htm = "x" } end, "content has no 'htm'; did you mean 'html'?")

-- lists
local function terms()
	local all = {}
	for i, category in ipairs(entry.categories) do all[i] = category.term end
	return table.concat(all, " ")
end
entry.categories = { "b", { term = "c", scheme = "s", label = "C" }, "a" }
is(terms(), "b c a") is(#entry.categories, 3) is(entry.categories[2].label, "C")
table.insert(entry.categories, "d")
table.insert(entry.categories, 1, "e")
is(terms(), "e b c a d")
is(table.remove(entry.categories).term, "d")
is(table.remove(entry.categories, 1).term, "e")
table.sort(entry.categories, function(x, y) return x.term < y.term end)
is(terms(), "a b c")
entry.categories[2] = entry.categories[1]
is(terms(), "a a c")
entry.categories[2].term = "z"
is(terms(), "a z c")
entry.categories[3] = nil
is(terms(), "a z") is(entry.categories[3], nil)
entry.categories = entry.categories
is(terms(), "a z")
fails(function() entry.categories[1] = nil end, "only the last of categories can be set to nil")
fails(function() entry.categories[4] = "x" end, "categories have no place 4: there are 2")
fails(function() entry.categories[1] = 5 end, "categories must be a table or a string, not a number")
fails(function() return entry.categories.x end, "categories are a list: they have no 'x'")
fails(function() entry.categories = { { tern = "x" } } end, "category has no 'tern'; did you mean 'term'?")
entry.categories = nil
is(#entry.categories, 0)
entry.categories = {}
is(#entry.categories, 0)

-- links and enclosures
entry.links.self = "https://e.example/self"
is(entry.links.self.href, "https://e.example/self")
entry.links.self.title = "T"
entry.links.self = "https://e.example/other"
is(entry.links.self.title, "T")
entry.links.self = { href = "https://e.example/new" }
is(entry.links.self.title, nil)
entry.links.self = nil
is(entry.links.self, nil)
entry.enclosures = { { href = "https://e.example/a.mp3", type = "audio/mpeg", length = 5 }, "https://e.example/b" }
is(#entry.enclosures, 2) is(entry.enclosures[1].length, 5) is(entry.enclosures[2].rel, "enclosure")
is(entry.links.enclosure.href, "https://e.example/a.mp3")
fails(function() entry.enclosures[1].length = "x" end, "link.length must be a whole number, not a string")
entry.link = "https://e.example/page"
is(entry.links.alternate.href, "https://e.example/page")
entry.link = nil
is(entry.link, nil)

-- persons, comments, source
entry.authors = { "Zoë", { name = "Y", email = "y@e.example", uri = "https://y.example/" } }
is(entry.authors[2].email, "y@e.example")
entry.authors[1].uri = "https://z.example/"
is(entry.authors[1].uri, "https://z.example/")
entry.comments = { page = "https://e.example/#c", feed = "https://e.example/c", count = 7 }
is(entry.comments.page, "https://e.example/#c") is(entry.comments.feed, "https://e.example/c")
is(entry:find("slash:comments").text, "7")
entry.comments = nil
is(entry.comments.count, nil) is(entry.comments.page, nil)
entry.source = { id = "urn:s", title = "S", link = "https://s.example/" }
is(entry.source.title, "S") is(entry.source.link, "https://s.example/")
entry.source = nil
is(entry.source, nil)

-- elements
local rating = entry:add("media:rating", "adult", { scheme = "urn:simple", ["xml:lang"] = "en" })
is(rating.name, "media:rating") is(rating.text, "adult") is(rating.attr.scheme, "urn:simple")
is(rating.attr["xml:lang"], "en") is(rating.attr.none, nil)
rating.attr.scheme = nil
is(rating.attr.scheme, nil)
rating.text = "open"
is(entry:find("media:rating").text, "open")
is(#entry:find_all("media:rating"), 1)
local inner = entry:add("{urn:mine}box", { size = "2" }):add("{urn:mine}part", "p")
is(inner.text, "p") is(entry:find("{urn:mine}box").attr.size, "2")
is(entry:find("{urn:mine}box"):find("{urn:mine}part").text, "p")
is(entry:xpath("count(media:rating)"), 1)
is(entry:xpath("string(media:rating)"), "open")
is(entry:xpath("boolean(media:none)"), false)
is(entry:xpath("media:rating/@xml:lang")[1], "en")
is(entry:xpath("media:rating/text()")[1], "open")
is(entry:xpath("1 div 2"), 0.5)
fails(function() entry:xpath("none:x") end, "it has a prefix that nobody knows")
fails(function() entry:xpath("a[") end, "is no XPath expression")
fails(function() entry:xpath("count()") end, "too few or too many arguments")
rating:remove()
is(entry:find("media:rating"), nil)
fails(function() rating:remove() end, "only a part of an entry can be removed")
is(rating.text, "open")

-- whole entries
local other = entry:copy()
other.title = "Other"
is(entry.title, nil) is(other ~= entry, true) is(entry == entry, true)
local made = feedloom.entry { id = "urn:made", title = "Made", categories = { "x" }, content = { html = "<p>" } }
is(made.title, "Made") is(made.categories[1].term, "x") is(made.content.html, "<p>")
fails(function() feedloom.entry { titel = "x" } end, "entry has no 'titel'; did you mean 'title'?")
fails(function() feedloom.entry "x" end, "table expected")
fails(function() feedloom.entri {} end, "feedloom has no 'entri'; did you mean 'entry'?")
local fields = {}
for name in pairs(made) do fields[#fields + 1] = name end
is(table.concat(fields, " "), "id title links authors contributors categories summary content enclosures comments")
is(tostring(made), 'entry "Made" (urn:made)')
is(tostring(made.categories[1]), "x")
fails(function() return entry.content .. "x" end, "content is no text: take one of its fields, as in .text")
fails(function() return entry.body end, "entry has no 'body'; it has id, title, link, links")
