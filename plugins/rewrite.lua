-- A rule as sed has it: a field, then /pattern/replacement/flags with any
-- character for the slash.
local function read(rule)
	local field, mark, rest = rule:match("^(%a+)%s*([^%w%s])(.*)$")
	if not field then error("a rule is FIELD/PATTERN/REPLACEMENT/, not '" .. rule .. "'", 0) end
	local parts, at = {}, 1
	while #parts < 2 do
		local stop = rest:find(mark, at, true)
		if not stop then error("'" .. rule .. "' has no third '" .. mark .. "'", 0) end
		parts[#parts + 1] = rest:sub(at, stop - 1)
		at = stop + 1
	end
	return { field = field, pattern = feedloom.re.compile(parts[1], rest:sub(at)), by = parts[2] }
end

-- Fields that hold text, and how it is read and written.
local fields = {}
for _, name in ipairs { "id", "title", "link", "rights", "language" } do
	fields[name] = function(entry, change)
		if entry[name] then entry[name] = change(entry[name]) end
	end
end
for _, name in ipairs { "content", "summary" } do
	fields[name] = function(entry, change)
		local html = entry[name].html
		local new = html and change(html)
		if new ~= html then entry[name].html = new end
	end
end
function fields.category(entry, change)
	for _, category in ipairs(entry.categories) do category.term = change(category.term) end
end
function fields.author(entry, change)
	for _, author in ipairs(entry.authors) do author.name = change(author.name) end
end
function fields.url(entry, change)
	for _, link in ipairs(entry.links) do link.href = change(link.href) end
end

local rules = {}

---@type feedloom.Plugin
return {
	api = 1, name = "rewrite", alone = true, about = "Regular expressions over fields",
	options = {
		rule = { type = "list", default = {},
			about = "FIELD/PATTERN/REPLACEMENT/FLAGS: PCRE2, %1 is a group; fields: id, title, link, rights, language, content, summary, category, author, url" },
	},
	feed = function(_, opt)
		for i, text in ipairs(opt.rule) do
			rules[i] = read(text)
			if not fields[rules[i].field] then
				error("'" .. rules[i].field .. "' in '" .. text .. "' is no field that can be rewritten", 0)
			end
		end
	end,
	stages = {
		function(entry)
			for _, rule in ipairs(rules) do
				fields[rule.field](entry, function(text) return (rule.pattern:gsub(text, rule.by)) end)
			end
		end,
	},
	examples = { [[-p 'rewrite,rule=title/^\[.*?\] *//']], "-p 'rewrite,rule=url#^http:#https:#'" },
}
