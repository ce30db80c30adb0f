local ids = {}

local function when(entry)
	local date = entry.published or entry.updated
	return date and date.time or math.mininteger
end

---@type feedloom.Plugin
return {
	api = 1, name = "merge", about = "Several inputs as one feed, the newest entry first",
	options = {
		title = { type = "string", about = "the title of the whole; default: the first input's" },
		link = { type = "string", about = "the page of the whole" },
		label = { type = "boolean", default = false, about = "put an entry's feed in front of its title" },
	},
	feed = function(head, opt)
		head.title = opt.title or head.title
		head.link = opt.link or head.link
		if opt.title then head.id, head.subtitle, head.links.self = nil, nil, nil end
	end,
	window = "all",
	stages = {
		function(entries, opt)
			local rows = {}
			for i, entry in ipairs(entries) do
				if not ids[entry.id] then
					ids[entry.id] = true
					rows[#rows + 1] = { entry = entry, time = when(entry), place = i }
				end
				if opt.label and entry.source and entry.source.title then
					entry.title = entry.source.title .. ": " .. (entry.title or "")
				end
			end
			table.sort(rows, function(a, b)
				if a.time ~= b.time then return a.time > b.time end
				return a.place < b.place
			end)
			local merged = {}
			for i, row in ipairs(rows) do merged[i] = row.entry end
			return merged
		end,
	},
	examples = { "-p merge,title=Everything -t atom one.xml two.xml" },
}
