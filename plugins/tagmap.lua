-- The rules as a table: from a term in lower case to the terms in its place.
local function read(rules)
	local map = {}
	for _, rule in ipairs(rules) do
		local from, to = rule:match("^(.-)=(.*)$")
		if not from then error("a rule is OLD=NEW, not '" .. rule .. "'", 0) end
		local terms = {}
		for term in to:gmatch("[^;]+") do terms[#terms + 1] = feedloom.text.trim(term) end
		map[feedloom.text.lower(from)] = terms
	end
	return map
end

local map

---@type feedloom.Plugin
return {
	api = 1, name = "tagmap", alone = true, about = "Rename, merge, split and remove categories",
	options = {
		map = { type = "list", default = {},
			about = "rules: OLD=NEW, OLD=NEW;OTHER to split, OLD= to remove" },
		lower = { type = "boolean", default = false, about = "all categories in lower case" },
		only = { type = "boolean", default = false, about = "leave out what no rule names" },
	},
	feed = function(_, opt) map = read(opt.map) end,
	stages = {
		function(entry, opt)
			local new, had = {}, {}
			local function add(term, scheme, label)
				if opt.lower then term = feedloom.text.lower(term) end
				if had[term] then return end
				had[term] = true
				new[#new + 1] = { term = term, scheme = scheme, label = label }
			end
			for _, category in ipairs(entry.categories) do
				local terms = map[feedloom.text.lower(category.term)]
				for _, term in ipairs(terms or {}) do add(term, category.scheme) end
				if not terms and not opt.only then
					add(category.term, category.scheme, category.label)
				end
			end
			entry.categories = new
		end,
	},
	examples = { "-p tagmap,map=Cranes=Harbour,map=Works=" },
}
