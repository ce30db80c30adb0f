---@meta
-- What a plugin can see of feedloom, as types for editors (LuaCATS).
-- feedloom-plugin(7) tells how it is used.  Whatever is not here, or in Lua's
-- own libraries as that page lists them, is not there.

-- The plugin's table ---------------------------------------------------------

---What a plugin's file returns.
---@class (exact) feedloom.Plugin
---@field api 1 The version of this contract.
---@field name string Letters, digits, `_` and `-`; the file's name without `.lua`.
---@field about string One line that says what it does.
---@field options? table<string, feedloom.Option> What may be set, by key.
---@field stages (string|feedloom.Stage|feedloom.WindowStage)[] Functions and names of stylesheets, in their order.
---@field alone? boolean The functions treat each entry without regard to those before it: `convert -j` may spread them.
---@field feed? fun(head: feedloom.Feed, opt: table) Called once, before the first entry.
---@field finish? fun(opt: table) Called once, behind the last entry.
---@field window? "all"|integer The function stages get lists: of all entries, or of so many at a time.
---@field xpath? table<string, fun(...: string|number|boolean|string[]): string|number|boolean> Functions for the plugin's stylesheets, namespace `urn:feedloom:plugin:NAME`.
---@field format? feedloom.Format Makes the plugin a format.
---@field examples? string[] Arguments of convert that are worth trying.

---A stage: nothing = keep the entry as it now is; false = drop it; a list = these in its place.
---@alias feedloom.Stage fun(entry: feedloom.Entry, opt: table): false|feedloom.Entry[]|nil

---A stage of a plugin with a window: nothing = the list as it now is; a list = these.
---@alias feedloom.WindowStage fun(entries: feedloom.Entry[], opt: table): feedloom.Entry[]|nil

---@class (exact) feedloom.Option
---@field type "string"|"integer"|"number"|"boolean"|"choice"|"list"|"set" A set is a table with `true` at each item, a list a table of strings.
---@field default? string|number|boolean|string[]
---@field min? number
---@field max? number
---@field values? string[] What a choice can be.
---@field about? string One line.

---@class (exact) feedloom.Format
---@field media_type string
---@field extension string Without a dot.
---@field serialise string `xml`, `json`, `jsonl`, `html`, `text`, … (feedloom-plugin(7), SERIALISERS).

-- Entries --------------------------------------------------------------------

---A date as RFC 3339 text; `date.time` is its seconds since 1970.
---@class feedloom.Date: string
---@field time integer

---An entry.  A handle on the entry itself: what is set is set, and needs not be
---returned.  Fields that are not there are nil; setting nil removes.
---@class (exact) feedloom.Entry
---@field id string
---@field title string? As plain text.
---@field link string? The address of its page: `links.alternate.href`.
---@field links feedloom.Links
---@field authors feedloom.Person[] A list: ipairs, #, table.insert, table.remove, assign.
---@field contributors feedloom.Person[]
---@field categories feedloom.Category[]
---@field published feedloom.Date? Any date that can be read, or seconds, may be set.
---@field updated feedloom.Date?
---@field summary feedloom.Content Never nil: what is not there has no `html`.
---@field content feedloom.Content Never nil.
---@field enclosures feedloom.Link[] The links whose rel is `enclosure`.
---@field language string?
---@field rights string?
---@field source feedloom.Feed? The feed that it is from.
---@field comments feedloom.Comments Never nil.
local Entry = {}

---The first child element of this name (`wp:post_id`; without a prefix, Atom's).
---@param name string
---@return feedloom.Element?
function Entry:find(name) end

---All child elements of this name.
---@param name string
---@return feedloom.Element[]
function Entry:find_all(name) end

---What an XPath 1.0 expression gives here: a list of elements and strings, or one value.
---Prefixes are those of feedloom-entry(5).
---@param expression string
---@return (feedloom.Element|string)[]|string|number|boolean
function Entry:xpath(expression) end

---Adds a child element, with text or attributes or both: `entry:add("media:rating", "adult", { scheme = "urn:simple" })`.
---@param name string `prefix:name`, or `{uri}name`.
---@param text? string
---@param attributes? table<string, string|number>
---@return feedloom.Element
function Entry:add(name, text, attributes) end

---A new entry that is just like this one.
---@return feedloom.Entry
function Entry:copy() end

---Text that is plain or HTML.  A string that is assigned to it is plain text; `{ html = … }` or another content may be, too.
---@class (exact) feedloom.Content
---@field type string? `text`, `html`, `xhtml` or a media type.
---@field html string? As HTML, whatever it is; setting it makes it HTML.
---@field text string? As plain text on one line; setting it makes it text.
---@field src string? Where it is, when it is elsewhere.

---A list of links, and by relation: `links.self` is the first one of that rel (a string that is set becomes its href).
---@class feedloom.Links: { [integer]: feedloom.Link, [string]: feedloom.Link|string|nil }

---@class (exact) feedloom.Link
---@field rel string
---@field href string
---@field type string?
---@field hreflang string?
---@field title string?
---@field length integer?

---A string that stands for a person is the name.
---@class (exact) feedloom.Person
---@field name string
---@field uri string?
---@field email string?

---A string that stands for a category is the term.
---@class (exact) feedloom.Category
---@field term string
---@field scheme string?
---@field label string?

---@class (exact) feedloom.Comments
---@field page string? Where they can be read.
---@field feed string? A feed of them.
---@field count integer?

---Any element; of the feed's own namespaces, most of all.
---@class (exact) feedloom.Element
---@field name string `prefix:name`, with the prefixes of feedloom-entry(5).
---@field text string All text in it; setting it takes the place of what is in it.
---@field attr table<string, string?> Its attributes by name: `element.attr.url`.
local Element = {}

---@param name string
---@return feedloom.Element?
function Element:find(name) end

---@param name string
---@return feedloom.Element[]
function Element:find_all(name) end

---@param expression string
---@return (feedloom.Element|string)[]|string|number|boolean
function Element:xpath(expression) end

---@param name string
---@param text? string
---@param attributes? table<string, string|number>
---@return feedloom.Element
function Element:add(name, text, attributes) end

---Takes it out of the entry.
function Element:remove() end

---What a feed says of itself.
---@class (exact) feedloom.Feed
---@field id string?
---@field title string?
---@field subtitle string?
---@field link string?
---@field links feedloom.Links
---@field authors feedloom.Person[]
---@field contributors feedloom.Person[]
---@field categories feedloom.Category[]
---@field updated feedloom.Date?
---@field generator string?
---@field icon string?
---@field logo string?
---@field language string?
---@field rights string?
local Feed = {}

---@param name string
---@return feedloom.Element?
function Feed:find(name) end

---@param name string
---@return feedloom.Element[]
function Feed:find_all(name) end

---@param expression string
---@return (feedloom.Element|string)[]|string|number|boolean
function Feed:xpath(expression) end

---@param name string
---@param text? string
---@param attributes? table<string, string|number>
---@return feedloom.Element
function Feed:add(name, text, attributes) end

-- The library ----------------------------------------------------------------

feedloom = {}

---A new entry: `feedloom.entry { title = "Tides", link = "https://…", content = { html = "<p>…" } }`.
---@param fields table<string, any> Fields of an entry.
---@return feedloom.Entry
function feedloom.entry(fields) end

---HTML.
feedloom.html = {}

---A fragment as a tree to look at and to change; `tostring(fragment)` is its HTML again.
---@param html string
---@return feedloom.Fragment
function feedloom.html.parse(html) end

---The text of HTML on one line: tags go, images give their alt.
---@param html string
---@return string
function feedloom.html.text(html) end

---Its text with a line for each block, an empty line around paragraphs, tabs between cells.
---@param html string
---@return string
function feedloom.html.lines(html) end

---Without tags, comments, scripts and styles.  All else stays, references too: it is HTML still, without a `<` in it.
---@param html string
---@return string
function feedloom.html.strip(html) end

---How many words its text has; each Chinese or Japanese character is one.
---@param html string
---@return integer
function feedloom.html.words(html) end

---The beginning, cut at a word boundary, all its tags closed.
---@param html string
---@param limit? { words?: integer, chars?: integer, ellipsis?: string } Default: 55 words, `…`, which is one of the chars.
---@return string html The same, byte by byte, when nothing is missing.
---@return boolean cut Whether something is missing.
function feedloom.html.excerpt(html, limit) end

---The first picture that is one: no emoji, no pixel; the largest of its srcset; lazy-loading attributes are seen through.
---@param html string
---@return { src: string, alt: string?, width: integer?, height: integer? }?
function feedloom.html.first_image(html) end

---All links made absolute.
---@param html string
---@param base string
---@return string
function feedloom.html.absolute(html, base) end

---Each address in links, pictures and the like, all in a srcset too, by what a table has for it, or a function gives, which
---may look at element and attribute: `a`, `href`.  With nil or false it stays; all that is no address does, byte by byte.
---@param html string
---@param by table<string, string>|fun(url: string, element: string, attribute: string): string|false|nil
---@return string
function feedloom.html.replace_urls(html, by) end

---Only what is harmless in a page.
---@param html string
---@return string
function feedloom.html.clean(html) end

---Plain text as HTML: `&`, `<`, `>` and quotes escaped.
---@param text string
---@return string
function feedloom.html.escape(text) end

---HTML, or a node: one of the same fragment is moved, one of another is copied.
---@alias feedloom.Html string|feedloom.Node|feedloom.Fragment

---A fragment: the topmost node, without tags of its own.
---@class (exact) feedloom.Fragment
---@field name "#fragment"
---@field html string Its HTML, as tostring gives it; can be set.
---@field text string Its text, on one line.
local Fragment = {}

---All elements that a CSS selector fits, in their order: `fragment:select("figure > img[src]")`.
---@param selector string
---@return feedloom.Node[]
function Fragment:select(selector) end

---The first one, or nil.
---@param selector string
---@return feedloom.Node?
function Fragment:first(selector) end

---What an XPath expression gives: a list of nodes and strings (of attributes), or one value.
---@param expression string
---@return (feedloom.Node|string)[]|string|number|boolean
function Fragment:xpath(expression) end

---Its children.
---@return feedloom.Node[]
function Fragment:children() end

---All that is in it, elements, texts and comments, in a loop that may change it: `for node in fragment:walk() do`.
---@return fun(): feedloom.Node?
function Fragment:walk() end

---Puts something at its end.
---@param what feedloom.Html
function Fragment:append(what) end

---Puts something at its beginning.
---@param what feedloom.Html
function Fragment:prepend(what) end

---An element of a fragment, a piece of text (its name is `#text`) or a comment (`#comment`).
---A node that was taken out can be looked at, and be put back.
---@class (exact) feedloom.Node
---@field name string In lower case; setting it makes it another element.
---@field text string Its text, on one line; of a text or a comment as it is.  Can be set.
---@field html string The HTML in it; can be set.
---@field outer string Its HTML with its own tags, as tostring gives it.
---@field attr table<string, string|number|boolean|nil> `node.attr.href`; nil and false remove, true is "".
---@field parent feedloom.Node? The element around it.
---@field next feedloom.Node?
---@field prev feedloom.Node?
local Node = {}

---@return feedloom.Node[]
function Node:children() end

---@return fun(): feedloom.Node?
function Node:walk() end

---Elements in it; what is around it does not count: `list:select("> li")`.
---@param selector string
---@return feedloom.Node[]
function Node:select(selector) end

---@param selector string
---@return feedloom.Node?
function Node:first(selector) end

---@param expression string
---@return (feedloom.Node|string)[]|string|number|boolean
function Node:xpath(expression) end

---Whether it is one that the selector fits.
---@param selector string
---@return boolean
function Node:matches(selector) end

---The nearest that the selector fits: the node itself, or one around it.
---@param selector string
---@return feedloom.Node?
function Node:closest(selector) end

---Takes it out, with all that is in it.
function Node:remove() end

---Takes its tags away; what is in it stays.
function Node:unwrap() end

---Puts a new element around it: `node:wrap("figure", { class = "wide" })`.
---@param name string
---@param attributes? table<string, string|number|boolean>
---@return feedloom.Node
function Node:wrap(name, attributes) end

---Puts something in its place.
---@param what feedloom.Html
function Node:replace(what) end

---@param what feedloom.Html
function Node:before(what) end

---@param what feedloom.Html
function Node:after(what) end

---@param what feedloom.Html
function Node:append(what) end

---@param what feedloom.Html
function Node:prepend(what) end

---One that is just like it, and nowhere yet.
---@return feedloom.Node
function Node:copy() end

---Text as people count it, whatever the script: UTF-8, and U+FFFD for bytes that
---are not.  A text may have 8 MiB.
feedloom.text = {}

---How many characters people see in it.
---@param text string
---@return integer
function feedloom.text.len(text) end

---How many columns it takes in a terminal.
---@param text string
---@return integer
function feedloom.text.width(text) end

---At most so many characters, with an ellipsis, which counts, if something is missing.  Cut behind a word, within one only
---where it is the first and too long; white space is made single blanks.
---@param text string
---@param most integer
---@param ellipsis? string Default: `…`.
---@return string
function feedloom.text.shorten(text, most, ellipsis) end

---Every piece of text that is just like another one replaced, or the first so many: no patterns, and byte by byte.
---@param text string
---@param from string
---@param to string
---@param most? integer
---@return string
---@return integer n
function feedloom.text.replace(text, from, to, most) end

---In capital letters, as Unicode has them for any language: `ß` becomes `SS`.
---@param text string
---@return string
function feedloom.text.upper(text) end

---In small letters.
---@param text string
---@return string
function feedloom.text.lower(text) end

---For addresses and file names: a-z, 0-9 and `-`, at most 64 of them; "" when nothing is left.
---@param text string
---@return string
function feedloom.text.slug(text) end

---Lines of at most so many columns, broken as Unicode says; a longer word has its own.  Line feeds stay.
---@param text string
---@param width? integer Default: 72.
---@return string
function feedloom.text.wrap(text, width) end

---One form for what looks the same (Unicode normalisation), white space made single blanks.
---@param text string
---@param form? "NFC"|"NFD"|"NFKC"|"NFKD" Default: NFC.
---@return string
function feedloom.text.normalise(text, form) end

---Without white space at both ends.
---@param text string
---@return string
function feedloom.text.trim(text) end

---Dates are RFC 3339 text, with the zone they were written in: `Z`, or as in
---`+05:00`, which never changes.  Functions that take a date take what parse
---reads.  There are the years 1 to 9999.
feedloom.date = {}

---Any date that feeds are known to write; nil when it is none.
---@param text string
---@return feedloom.Date?
function feedloom.date.parse(text) end

---The date of seconds since 1970.
---@param seconds integer
---@param zone? string `Z`, the default, or `+05:00`.
---@return feedloom.Date
function feedloom.date.from(seconds, zone) end

---A date in words: `%Y-%m-%d %H:%M:%S`, `%y %e %j %a %A %b %B %p %I %z %Z %s %u %V %G %%` as strftime(3) has them; names are
---English.  `%-d`, and so with all numbers, leaves out zeros and blanks in front.
---@param date string
---@param format string
---@return string
function feedloom.date.format(date, format) end

---A later or earlier date, in the same zone: `feedloom.date.add(d, { months = 1, days = -1 })`.  Years and months come first,
---and a day that their month has not is its last one.
---@param date string
---@param by { years?: integer, months?: integer, weeks?: integer, days?: integer, hours?: integer, minutes?: integer, seconds?: integer }
---@return feedloom.Date
function feedloom.date.add(date, by) end

---Seconds from the one to the other; fractions do not count.
---@param from string
---@param to string
---@return integer
function feedloom.date.between(from, to) end

---The same moment in another zone.
---@param date string
---@param zone string `Z` or `+05:00`.
---@return feedloom.Date
function feedloom.date.zone(date, zone) end

---Its parts: weekday 1 is Monday, offset is in minutes east of UTC, time is seconds since 1970.
---@param date string
---@return { year: integer, month: integer, day: integer, hour: integer, minute: integer, second: integer, weekday: integer, yearday: integer, offset: integer, time: integer }
function feedloom.date.parts(date) end

---Addresses, of at most 1 MiB.
feedloom.url = {}

---Its parts, or nil when it is not absolute, or its port no number.  Scheme and host in small letters; the others as they are written.
---@param url string
---@return { scheme: string, userinfo: string?, host: string?, port: integer?, path: string, query: string?, fragment: string? }?
function feedloom.url.parse(url) end

---The address that a reference stands for; base must be absolute.
---@param base string
---@param ref string
---@return string
function feedloom.url.resolve(base, ref) end

---With parameters set that its query has, and the others added, keys in their order.
---@param url string
---@param parameters table<string, string|number>
---@return string
function feedloom.url.add_query(url, parameters) end

---Without the parameters whose name is one of these, at most 256; `utm_*` stands for all that begin so.
---@param url string
---@param names string[]
---@return string
function feedloom.url.remove_query(url, names) end

---The parameters of its query, decoded; of two with one name, the first.
---@param url string
---@return table<string, string>
function feedloom.url.query(url) end

---Percent-encoded, all but letters, digits and `-._~`.
---@param text string
---@return string
function feedloom.url.encode(text) end

---Percent-decoded; `+` stays, and so does a `%` that is none.
---@param text string
---@return string
function feedloom.url.decode(text) end

---JSON.
feedloom.json = {}

---JSON's null, in tables that were decoded or are to be encoded.  It counts as true, as all but nil and false does.
---@type lightuserdata
feedloom.json.null = nil

---A table with keys 1 to n is an array, one with names an object, its keys in their order; an empty one is an object, unless
---it was decoded as an array or comes from feedloom.json.array.  All else is an error, and so is a table within itself.
---@param value any
---@param indent? integer Blanks a level, up to 8; without it, all is on one line.
---@return string
function feedloom.json.encode(value, indent) end

---Whole numbers without a fraction or exponent are integers, if 64 bits hold them; of two members with one name, the last counts.
---@param text string
---@return any value nil when it is no JSON
---@return string? why With line and column.
function feedloom.json.decode(text) end

---The table, or a new one, which is an array even when it is empty.
---@param list? table
---@return table
function feedloom.json.array(list) end

---What goes to standard error, with plugin and entry in front.
feedloom.log = {}

---A line that is always there, unless -q was said.
---@param format string As in string.format.
---@param ... any
function feedloom.log.warn(format, ...) end

---The same, with -v only.
---@param format string
---@param ... any
function feedloom.log.info(format, ...) end

---Regular expressions of PCRE2, in UTF-8; bytes that are not UTF-8 are `?`.  What is searched too long is an error.
feedloom.re = {}

---Compiles one; flags are letters: `i` case, `m` lines, `s` dot all, `x` blanks and comments.
---@param pattern string
---@param flags? string
---@return feedloom.Regex
function feedloom.re.compile(pattern, flags) end

---With every special character escaped.
---@param text string
---@return string
function feedloom.re.escape(text) end

---A group that took no part in a match is false.
---@class (exact) feedloom.Regex
local Regex = {}

---As string.match: the captures, or the whole when there are none; nil when it is not found.
---@param text string
---@param init? integer
---@return string|false|nil ...
function Regex:match(text, init) end

---As string.find: where it begins and ends, and the captures.
---@param text string
---@param init? integer
---@return integer? first
---@return integer? last
---@return string|false|nil ...
function Regex:find(text, init) end

---As string.gmatch.
---@param text string
---@return fun(): string|false|nil, ...
function Regex:gmatch(text) end

---As string.gsub; in a string `%1` is a capture, `%{name}` one that has a name, `%0` the whole.
---@param text string
---@param by string|table<string, string>|fun(...: string|false): string?
---@param most? integer
---@return string
---@return integer n
function Regex:gsub(text, by, most) end

---The pieces between what it finds.
---@param text string
---@return string[]
function Regex:split(text) end

---Logs a line, tabs between its values: for trying things out.
---@param ... any
function print(...) end
