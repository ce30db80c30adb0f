-- Near-duplicates are found by sketches: of the hashes of all runs of three
-- words the 128 smallest.  What two texts share of these is about what they
-- share of their runs (Broder's MinHash, "bottom k").
local SKETCH, RUN = 128, 3

local word_hash = {} -- of words that came before, while there are not too many
local words_known = 0

-- FNV-1a, 32 bits.
local function hash(text)
	local h = word_hash[text]
	if h then return h end
	h = 2166136261
	for i = 1, #text do h = ((h ~ text:byte(i)) * 16777619) & 0xffffffff end
	if words_known < 50000 then
		words_known = words_known + 1
		word_hash[text] = h
	end
	return h
end

local function sketch(text)
	local had, list = {}, {}
	local before, last -- the two words before this one
	for word in feedloom.text.lower(text):gmatch("[%w\128-\255]+") do
		local h = hash(word)
		if before then
			local run = (((before * 31 + last) * 31 + h) * 2654435761) & 0xffffffff
			if not had[run] then
				had[run] = true
				list[#list + 1] = run
			end
		end
		before, last = last, h
	end
	table.sort(list)
	for i = #list, SKETCH + 1, -1 do list[i] = nil end
	return list
end

-- How much of two sketches' common beginning is in both.
local function alike(a, b)
	local i, j, seen, both = 1, 1, 0, 0
	while seen < SKETCH and (a[i] or b[j]) do
		if a[i] == b[j] then
			both, i, j = both + 1, i + 1, j + 1
		elseif not b[j] or a[i] and a[i] < b[j] then
			i = i + 1
		else
			j = j + 1
		end
		seen = seen + 1
	end
	return seen > 0 and both / seen or 0
end

local recent = {}        -- entries that came before, in their order
local first, last = 1, 0 -- of these
local index = { link = {}, title = {}, id = {}, run = {} }

local function remember(row, most)
	last = last + 1
	recent[last] = row
	for _, what in ipairs { "link", "title", "id" } do
		if row[what] then index[what][row[what]] = last end
	end
	for i = 1, math.min(8, #row.sketch) do
		local list = index.run[row.sketch[i]] or {}
		list[#list + 1] = last
		index.run[row.sketch[i]] = list
	end
	if last - first < most then return end
	local old = recent[first]
	for _, what in ipairs { "link", "title", "id" } do
		if old[what] and index[what][old[what]] == first then index[what][old[what]] = nil end
	end
	for i = 1, math.min(8, #old.sketch) do
		local list = index.run[old.sketch[i]]
		table.remove(list, 1)
		if #list == 0 then index.run[old.sketch[i]] = nil end
	end
	recent[first] = nil
	first = first + 1
end

-- One that came before with much the same text: only those that share one of the
-- smallest hashes are looked at, and of these the last ten.
local function same_text(row, least)
	local tried = {}
	for i = 1, math.min(8, #row.sketch) do
		local list = index.run[row.sketch[i]] or {}
		for place = #list, math.max(1, #list - 9), -1 do
			local n = list[place]
			if not tried[n] then
				tried[n] = true
				if alike(row.sketch, recent[n].sketch) >= least then return n end
			end
		end
	end
end

---@type feedloom.Plugin
return {
	api = 1, name = "dedupe", about = "Leave out what came before: the same link, title or text",
	options = {
		by = { type = "set", default = { "id", "link", "text" }, values = { "id", "link", "title", "text" },
			about = "what must not come twice" },
		alike = { type = "number", default = 0.7, min = 0.1, max = 1,
			about = "how much of two texts is the same when they count as one" },
		least = { type = "integer", default = 20, min = 3, about = "words that a text must have to be compared" },
		window = { type = "integer", default = 1000, min = 1, max = 20000,
			about = "entries that are remembered" },
	},
	stages = {
		function(entry, opt)
			local row = { id = entry.id, link = entry.link, sketch = {},
				title = entry.title and feedloom.text.lower(feedloom.text.normalise(entry.title)) }
			for _, what in ipairs { "id", "link", "title" } do
				local n = opt.by[what] and row[what] and index[what][row[what]]
				if n then
					feedloom.log.info("left out: the same %s as %s", what, recent[n].id)
					return false
				end
			end
			if opt.by.text then
				local text = entry.content.text or entry.summary.text or ""
				row.sketch = sketch(text)
				local n = #row.sketch >= opt.least - RUN + 1 and same_text(row, opt.alike)
				if n then
					feedloom.log.info("left out: much the same text as %s", recent[n].id)
					return false
				end
			end
			remember(row, opt.window)
		end,
	},
	examples = { "-p dedupe", "-p dedupe,by=title" },
}
