-- Text as it is sorted: an accent makes no other letter, nor does a capital.
local function plain(text)
	return text and feedloom.text.lower(feedloom.text.normalise(text, "NFKD"))
end

-- What entries are sorted by; nil stands behind all others, whichever way.
local keys = {
	published = function(e) return e.published and e.published.time end,
	updated = function(e)
		local date = e.updated or e.published
		return date and date.time
	end,
	title = function(e) return plain(e.title) end,
	author = function(e) return e.authors[1] and plain(e.authors[1].name) end,
	id = function(e) return e.id end,
}

---@type feedloom.Plugin
return {
	api = 1, name = "sort", about = "Put the entries in another order",
	options = {
		by = { type = "choice", default = "published",
			values = { "published", "updated", "title", "author", "id" }, about = "by what" },
		order = { type = "choice", default = "natural", values = { "natural", "reverse" },
			about = "natural: dates from the newest on, text from A on" },
	},
	window = "all",
	stages = {
		function(entries, opt)
			local newest = opt.by == "published" or opt.by == "updated"
			local down = newest ~= (opt.order == "reverse")
			local rows = {}
			for i, entry in ipairs(entries) do
				rows[i] = { entry = entry, key = keys[opt.by](entry), place = i }
			end
			table.sort(rows, function(a, b)
				if a.key == b.key then return a.place < b.place end
				if a.key == nil or b.key == nil then return b.key == nil end
				if down then return a.key > b.key end
				return a.key < b.key
			end)
			for i, row in ipairs(rows) do entries[i] = row.entry end
		end,
	},
	examples = { "-p sort,by=title", "-p sort,order=reverse" },
}
