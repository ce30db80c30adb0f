local newest -- seconds: what max_age counts from
local patterns = {}

local function has(set, entry)
	for _, category in ipairs(entry.categories) do
		if set[category.term] or category.label and set[category.label] then return true end
	end
	return false
end

local function by(set, entry)
	for _, author in ipairs(entry.authors) do
		if set[author.name] then return true end
	end
	return false
end

local function text_of(entry)
	return (entry.title or "") .. "\n" .. (entry.content.text or entry.summary.text or "")
end

-- Each says whether an entry passes; they are asked when their option is set.
local tests = {
	drop = function(entry, set) return not has(set, entry) end,
	keep = function(entry, set) return has(set, entry) end,
	author = function(entry, set) return by(set, entry) end,
	not_author = function(entry, set) return not by(set, entry) end,
	title = function(entry, re) return re:find(entry.title or "") ~= nil end,
	not_title = function(entry, re) return re:find(entry.title or "") == nil end,
	match = function(entry, re) return re:find(text_of(entry)) ~= nil end,
	not_match = function(entry, re) return re:find(text_of(entry)) == nil end,
	since = function(_, time, date) return date ~= nil and date >= time end,
	before = function(_, time, date) return date ~= nil and date < time end,
	max_age = function(_, days, date)
		newest = newest or date
		return date ~= nil and date >= newest - days * 86400
	end,
	min_words = function(entry, n) return feedloom.html.words(entry.content.html or entry.summary.html or "") >= n end,
	max_words = function(entry, n) return feedloom.html.words(entry.content.html or entry.summary.html or "") <= n end,
}

local function seconds(name, text)
	local date = feedloom.date.parse(text)
	if not date then error(name .. " must be a date, not '" .. text .. "'", 0) end
	return date.time
end

---@type feedloom.Plugin
return {
	api = 1, name = "sift", about = "Keep or drop entries by what they are",
	options = {
		drop = { type = "set", default = {}, about = "categories to leave out" },
		keep = { type = "set", default = {}, about = "categories of which an entry must have one" },
		author = { type = "set", default = {}, about = "authors to keep" },
		not_author = { type = "set", default = {}, about = "authors to leave out" },
		title = { type = "string", about = "regular expression that the title must fit" },
		not_title = { type = "string", about = "regular expression that it must not fit" },
		match = { type = "string", about = "regular expression for title and text" },
		not_match = { type = "string", about = "regular expression that they must not fit" },
		since = { type = "string", about = "date: only entries of then and later" },
		before = { type = "string", about = "date: only entries from before" },
		max_age = { type = "integer", min = 0, about = "days: only so much older than the newest (the feed's date, or the first entry)" },
		min_words = { type = "integer", min = 0, about = "words that the text must have" },
		max_words = { type = "integer", min = 0, about = "words that it may have" },
	},
	feed = function(head, opt)
		newest = head.updated and head.updated.time
		for _, name in ipairs { "title", "not_title", "match", "not_match" } do
			patterns[name] = opt[name] and feedloom.re.compile(opt[name], "i")
		end
		for _, name in ipairs { "since", "before" } do
			patterns[name] = opt[name] and seconds(name, opt[name])
		end
	end,
	stages = {
		function(entry, opt)
			local when = entry.published or entry.updated
			for name, test in pairs(tests) do
				local value = patterns[name] or opt[name]
				local asked = value ~= nil and (type(value) ~= "table" or next(value) ~= nil)
				if asked and not test(entry, value, when and when.time) then return false end
			end
		end,
	},
	examples = { "-p sift,drop=Sponsored", "-p 'sift,keep=Harbour,min_words=100'", "-p 'sift,title=^Dredging'" },
}
